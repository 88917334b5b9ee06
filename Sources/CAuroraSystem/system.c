#define _GNU_SOURCE
#include "CAuroraSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int aurora_terminal_size(int fd, uint16_t *columns, uint16_t *rows) {
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) != 0) return -1;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

int aurora_clone_file(int source, int destination) {
    return ioctl(destination, FICLONE, source) == 0 ? 0 : errno;
}

int aurora_open_beneath(int directory, const char *path) {
    struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, .resolve = RESOLVE_BENEATH};
    long descriptor = syscall(SYS_openat2, directory, path, &how, sizeof how);
    return descriptor >= 0 ? (int)descriptor : -errno;
}

int aurora_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 ? 0 : errno; }
