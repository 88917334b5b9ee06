#define _GNU_SOURCE
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// Rights that came with later kernels than the headers of Debian 12.
#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

// Limits

static int limit(int resource, uint64_t soft, uint64_t hard) {
    struct rlimit now;
    if (getrlimit(resource, &now) != 0) return errno;
    // What is limited more already stays so.
    struct rlimit wanted = {soft < now.rlim_max ? soft : now.rlim_max, hard < now.rlim_max ? hard : now.rlim_max};
    return setrlimit(resource, &wanted) == 0 ? 0 : errno;
}

int aurora_allow_cpu(uint64_t seconds) {
    struct rlimit now;
    if (getrlimit(RLIMIT_CPU, &now) != 0) return errno;
    now.rlim_cur = seconds < now.rlim_max ? seconds : now.rlim_max;
    return setrlimit(RLIMIT_CPU, &now) == 0 ? 0 : errno;
}

// System calls

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE

// What no renderer calls, by what it would be good for to somebody else.
static const int refused[] = {
    // Starting programs and processes; threads come by clone, which is looked at more closely.
    SYS_execve, SYS_execveat,
#ifdef SYS_fork
    SYS_fork, SYS_vfork,
#endif
    // Talking to others.
    SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4,
    // Looking into other processes, and doing things to them.
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp, SYS_pidfd_open, SYS_pidfd_getfd,
    SYS_pidfd_send_signal, SYS_perf_event_open,
    // The kernel's wider surface: where its own mistakes were found.
    SYS_bpf, SYS_userfaultfd, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register, SYS_keyctl, SYS_add_key,
    SYS_request_key, SYS_open_by_handle_at, SYS_name_to_handle_at,
    // Another view of the system.
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_unshare, SYS_setns, SYS_fsopen, SYS_move_mount,
    SYS_open_tree, SYS_swapon, SYS_swapoff, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load,
    SYS_reboot, SYS_sethostname, SYS_setdomainname, SYS_settimeofday, SYS_clock_settime, SYS_acct, SYS_quotactl,
};

enum { REFUSED_COUNT = sizeof refused / sizeof refused[0] };

// What somebody needs who has processes of its own and waits for them.
static const int of_hosts[] = {
#ifdef SYS_fork
    SYS_fork, SYS_vfork,
#endif
    SYS_pidfd_open, SYS_pidfd_send_signal,
};

static int is_of_hosts(int call) {
    for (size_t index = 0; index < sizeof of_hosts / sizeof *of_hosts; index++) {
        if (of_hosts[index] == call) return 1;
    }
    return 0;
}

static int confine_calls(int may_fork) {
    enum { NUMBER = offsetof(struct seccomp_data, nr), FIRST_ARGUMENT = offsetof(struct seccomp_data, args[0]) };
    struct sock_filter program[REFUSED_COUNT * 2 + 24];
    unsigned short count = 0;
#define STEP(...) (program[count++] = (struct sock_filter)__VA_ARGS__)
    STEP(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)));
    STEP(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0));
    STEP(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
    STEP(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, NUMBER));
#ifdef __x86_64__
    // The calls of the x32 interface have numbers of their own.
    STEP(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1));
    STEP(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
#endif
    for (int index = 0; index < REFUSED_COUNT; index++) {
        if (may_fork && is_of_hosts(refused[index])) continue;
        STEP(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)refused[index], 0, 1));
        STEP(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
    }
    // A filter cannot follow the pointer of clone3; without it the C library uses clone.
    STEP(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1));
    STEP(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS));
    if (!may_fork) {
        // Whoever is told to die with its parent stays told.
        STEP(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 3));
        STEP(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, FIRST_ARGUMENT));
        STEP(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PR_SET_PDEATHSIG, 0, 1));
        STEP(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
        STEP(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, NUMBER));
        STEP(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3));
        STEP(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, FIRST_ARGUMENT));
        STEP(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0));
        STEP(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
    }
    STEP(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
#undef STEP
    struct sock_fprog filter = {.len = count, .filter = program};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter) == 0;
}

#else

static int confine_calls(int may_fork) { return (void)may_fork, 0; }

#endif

// Files

static const uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
static const uint64_t writing = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
    LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG;
static const uint64_t nobodys = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_SOCK |
    LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
/// The rights that a file, unlike a folder, can have.
static const uint64_t of_files = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |
    LANDLOCK_ACCESS_FS_TRUNCATE;

/// Whether everything on the list that exists is allowed.
static int allow(int ruleset, const char *const *paths, uint64_t rights) {
    for (; *paths != NULL; paths++) {
        struct landlock_path_beneath_attr rule = {.allowed_access = rights};
        rule.parent_fd = open(*paths, O_PATH | O_CLOEXEC);
        if (rule.parent_fd < 0) continue;
        struct stat status;
        if (fstat(rule.parent_fd, &status) == 0 && !S_ISDIR(status.st_mode)) rule.allowed_access &= of_files;
        long added = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
        close(rule.parent_fd);
        if (added != 0) return 0;
    }
    return 1;
}

static int confine_files(const AuroraConfinement *confinement) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) return 0;
    uint64_t truncating = version >= 3 ? LANDLOCK_ACCESS_FS_TRUNCATE : 0;
    uint64_t linking = version >= 2 ? LANDLOCK_ACCESS_FS_REFER : 0;
    struct landlock_ruleset_attr all = {.handled_access_fs = reading | writing | nobodys | truncating | linking};
    // The size of the attribute in the first version: later fields stay 0.
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all.handled_access_fs, 0);
    if (ruleset < 0) return 0;
    int confined = allow(ruleset, confinement->readable, reading) &&
        allow(ruleset, confinement->writable, reading | writing | truncating) &&
        syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return confined;
}

int aurora_confine(const AuroraConfinement *confinement) {
    int error = limit(RLIMIT_AS, confinement->address_space, confinement->address_space);
    if (error == 0) error = limit(RLIMIT_CPU, confinement->cpu_seconds, confinement->most_cpu_seconds);
    if (error == 0) error = limit(RLIMIT_FSIZE, confinement->file_bytes, confinement->file_bytes);
    if (error == 0) error = limit(RLIMIT_CORE, 0, 0);
    if (error == 0) error = limit(RLIMIT_NOFILE, 256, 256);
    if (error != 0) return -error;
    // Both that follow ask for it: no program that is started gets more rights than this one has.
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return 0;
    return (confine_files(confinement) ? AURORA_CONFINED_FILES : 0) | (confine_calls(confinement->may_fork) ? AURORA_CONFINED_CALLS : 0);
}

int aurora_closed(void) {
    int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection >= 0) close(connection);
    pid_t child = fork();
    if (child == 0) _exit(0);
    if (child > 0) waitpid(child, NULL, 0);
    int file = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
    if (file >= 0) close(file);
    return (connection < 0 && child < 0 ? AURORA_CONFINED_CALLS : 0) | (file < 0 ? AURORA_CONFINED_FILES : 0);
}
