// Runs a program with all that it starts, counts the system calls by which any of their threads changes something, and
// kills the process that makes the one with a given number just before it is carried out.
//
// (strace counts for each thread by itself, and so never reaches what a later thread does.)
//
// usage: killat NUMBER FILE COMMAND…; NUMBER 0 kills nobody. The count goes to FILE. Ends with 137 if somebody was killed,
// else as the command does.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const long changing[] = {
    SYS_write, SYS_writev, SYS_pwrite64, SYS_pwritev, SYS_ftruncate, SYS_fsync, SYS_fdatasync, SYS_renameat, SYS_renameat2,
    SYS_unlinkat, SYS_mkdirat, SYS_linkat, SYS_symlinkat, SYS_fallocate, SYS_copy_file_range, SYS_sendto, SYS_sendmsg,
    SYS_connect,
#ifdef SYS_rename
    SYS_rename, SYS_unlink, SYS_rmdir, SYS_mkdir, SYS_link, SYS_symlink, SYS_truncate,
#endif
};

static bool changes(long number) {
    for (size_t index = 0; index < sizeof changing / sizeof *changing; index++) {
        if (changing[index] == number) return true;
    }
    return false;
}

/// The process that a thread belongs to.
static pid_t process_of(pid_t thread) {
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/status", thread);
    FILE *file = fopen(path, "r");
    pid_t process = thread;
    while (file && fgets(line, sizeof line, file)) {
        if (sscanf(line, "Tgid: %d", &process) == 1) break;
    }
    if (file) fclose(file);
    return process;
}

static pid_t start(char **command) {
    pid_t child = fork();
    if (child == 0) {
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        raise(SIGSTOP);
        execvp(command[0], command);
        _exit(127);
    }
    long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
        PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    if (child < 0 || waitpid(child, NULL, 0) != child || ptrace(PTRACE_SETOPTIONS, child, 0, options) != 0) {
        perror("killat");
        exit(126);
    }
    ptrace(PTRACE_SYSCALL, child, 0, 0);
    return child;
}

int main(int count, char **arguments) {
    if (count < 4) return 126;
    long wanted = atol(arguments[1]), number = 0;
    pid_t root = start(arguments + 3);
    int ending = 126;
    bool has_killed = false;
    for (;;) {
        int status;
        pid_t thread = waitpid(-1, &status, __WALL);
        if (thread < 0 && errno == EINTR) continue;
        if (thread < 0) break;
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            if (thread == root) ending = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            continue;
        }
        int signal = WSTOPSIG(status);
        if (signal == (SIGTRAP | 0x80)) {
            signal = 0;
            struct __ptrace_syscall_info info = {0};
            ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof info, &info);
            if (info.op == PTRACE_SYSCALL_INFO_ENTRY && changes((long)info.entry.nr) && ++number == wanted) {
                kill(process_of(thread), SIGKILL);
                has_killed = true;
                continue;
            }
        } else if (status >> 16 != 0 || signal == SIGSTOP) {
            // Something was started, or stops since it is traced.
            signal = 0;
        }
        ptrace(PTRACE_SYSCALL, thread, 0, signal);
    }
    FILE *file = fopen(arguments[2], "w");
    if (!file) return 126;
    fprintf(file, "%ld\n", number);
    fclose(file);
    return has_killed ? 137 : ending;
}
