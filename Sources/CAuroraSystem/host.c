#define _GNU_SOURCE
#include "host.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// In the process that starts a host

int aurora_host_socket(int *own, int *other) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return errno;
    *own = ends[0];
    *other = ends[1];
    return 0;
}

int aurora_host_start(const char *program, const char *folder, const char *const *arguments,
                      const char *const *variables, int socket, int32_t *process) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, socket, 0);
    posix_spawn_file_actions_adddup2(&actions, socket, 1);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addchdir_np(&actions, folder);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t pid = 0;
    int problem = posix_spawn(&pid, program, &actions, &attributes, (char *const *)arguments, (char *const *)variables);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    *process = pid;
    return problem;
}

// In the host

void aurora_host_begin(void) {
    close_range(3, ~0U, 0);
    // An interrupt is for the parent, which says what is to be stopped.
    static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
    for (size_t index = 0; index < sizeof ignored / sizeof *ignored; index++) signal(ignored[index], SIG_IGN);
}

// What is closed for all copies but the next one.
static void become(int kept, int output, int complaints, pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The host may have ended before it could be told of.
    if (getppid() != parent) _exit(1);
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(nothing, 0);
    dup2(output, 1);
    dup2(complaints, 2);
    if (kept < 0) {
        close_range(3, ~0U, 0);
        return;
    }
    if (kept > 3) close_range(3, (unsigned)kept - 1, 0);
    close_range((unsigned)kept + 1, ~0U, 0);
}

int aurora_host_copy(int kept, AuroraCopy *copy) {
    int output[2], complaints[2];
    if (pipe2(output, O_CLOEXEC) != 0) return errno;
    if (pipe2(complaints, O_CLOEXEC) != 0) {
        int problem = errno;
        close(output[0]);
        close(output[1]);
        return problem;
    }
    pid_t parent = getpid();
    pid_t pid = fork();
    int problem = pid < 0 ? errno : 0;
    if (pid == 0) {
        become(kept, output[1], complaints[1], parent);
        *copy = (AuroraCopy){.process = 0, .ended = -1, .output = -1, .complaints = -1};
        return 0;
    }
    close(output[1]);
    close(complaints[1]);
    int ended = pid > 0 ? (int)syscall(SYS_pidfd_open, pid, 0) : -1;
    if (pid > 0 && ended < 0) {
        problem = errno;
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
    }
    if (problem != 0) {
        close(output[0]);
        close(complaints[0]);
        return problem;
    }
    fcntl(output[0], F_SETFL, O_NONBLOCK);
    fcntl(complaints[0], F_SETFL, O_NONBLOCK);
    *copy = (AuroraCopy){.process = pid, .ended = ended, .output = output[0], .complaints = complaints[0]};
    return 0;
}

void aurora_host_kill(const AuroraCopy *copy) { kill(copy->process, SIGKILL); }

int aurora_host_await(const AuroraCopy *copy, int *value) {
    int status = 0;
    while (waitpid(copy->process, &status, 0) < 0 && errno == EINTR) {
    }
    close(copy->ended);
    close(copy->output);
    close(copy->complaints);
    *value = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    return WIFSIGNALED(status) ? 1 : 0;
}

int aurora_thread_count(void) {
    DIR *tasks = opendir("/proc/self/task");
    if (!tasks) return 0;
    int count = 0;
    for (struct dirent *entry = readdir(tasks); entry; entry = readdir(tasks)) count += entry->d_name[0] != '.';
    closedir(tasks);
    return count;
}

int aurora_memory_file(void) { return memfd_create("aurora-picture", MFD_CLOEXEC); }
