#define _GNU_SOURCE
#include "warden.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// The warden is forked from a process with many threads: it allocates nothing and calls only what is safe in a signal
// handler. Its memory is here.

typedef struct {
    bool is_used;
    uint64_t id;
    pid_t pid;
    int output;
    int64_t deadline;  // milliseconds of the monotonic clock
    bool is_ending;    // asked to end; killed at the deadline
    uint32_t reason;
    uint32_t tail_count;
    uint8_t tail[AURORA_WARDEN_TAIL];
} Job;

enum { MAX_STRINGS = 2048, GRACE = 1000 };

static Job jobs[AURORA_WARDEN_JOBS];
static int job_count;
static char message[AURORA_WARDEN_MESSAGE + 1];
static int null_file;

// An interrupt is for Aurora, which stops its programs itself. All other signals do to the warden what they do to any.
static const int ignored_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};
enum { IGNORED_SIGNALS = sizeof ignored_signals / sizeof *ignored_signals };

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void nap(void) {
    struct timespec time = {.tv_nsec = 200000};
    nanosleep(&time, NULL);
}

static void answer(int socket, const Job *job, uint32_t end, int value) {
    static AuroraWardenAnswer answer;
    answer.job = job->id;
    answer.end = end;
    answer.reason = job->reason;
    answer.value = value;
    answer.tail_count = job->tail_count;
    memcpy(answer.tail, job->tail, job->tail_count);
    while (send(socket, &answer, offsetof(AuroraWardenAnswer, tail) + answer.tail_count, MSG_NOSIGNAL) < 0 &&
           errno == EINTR) {
    }
}

// Keeps the last bytes of what a program prints.
static void drain(Job *job) {
    static uint8_t part[64 * 1024];
    for (int rounds = 0; job->output >= 0 && rounds < 16; rounds++) {
        ssize_t count = read(job->output, part, sizeof part);
        if (count < 0 && errno == EINTR) continue;
        if (count == 0) {
            close(job->output);
            job->output = -1;
        }
        if (count <= 0) return;
        size_t added = (size_t)count < sizeof job->tail ? (size_t)count : sizeof job->tail;
        size_t kept = job->tail_count + added > sizeof job->tail ? sizeof job->tail - added : job->tail_count;
        memmove(job->tail, job->tail + job->tail_count - kept, kept);
        memcpy(job->tail + kept, part + count - added, added);
        job->tail_count = (uint32_t)(kept + added);
    }
}

static void limit(int resource, uint64_t value) {
    struct rlimit current;
    if (getrlimit(resource, &current) != 0) return;
    // What somebody limited further stays so.
    rlim_t allowed = current.rlim_max == RLIM_INFINITY || current.rlim_max > value ? value : current.rlim_max;
    struct rlimit wanted = {.rlim_cur = allowed, .rlim_max = allowed};
    setrlimit(resource, &wanted);
}

// What the child does between vfork and exec. Memory is shared with the warden, all else is the child's own.
static void become(const AuroraWardenRequest *request, const char *folder, const char *program, char **arguments,
                   char **variables, int output, volatile int *problem) {
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    limit(RLIMIT_CPU, request->cpu_seconds);
    limit(RLIMIT_FSIZE, request->file_bytes);
    limit(RLIMIT_NOFILE, request->open_files);
    limit(RLIMIT_AS, request->memory_bytes);
    limit(RLIMIT_CORE, 0);
    umask(022);
    sigset_t none;
    sigemptyset(&none);
    for (int index = 0; index < IGNORED_SIGNALS; index++) signal(ignored_signals[index], SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (chdir(folder) == 0 && dup2(null_file, 0) >= 0 && dup2(output, 1) >= 0 && dup2(output, 2) >= 0) {
        execve(program, arguments, variables);
    }
    *problem = errno;
    _exit(127);
}

static int start(Job *job, const AuroraWardenRequest *request, const char *folder, const char *program,
                 char **arguments, char **variables) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return errno;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    volatile int problem = 0;
    pid_t pid = vfork();
    if (pid == 0) become(request, folder, program, arguments, variables, ends[1], &problem);
    if (pid < 0) problem = errno;
    close(ends[1]);
    if (problem != 0) {
        if (pid > 0) waitpid(pid, NULL, 0);
        close(ends[0]);
        return problem;
    }
    job->pid = pid;
    job->output = ends[0];
    return 0;
}

// Reads the strings of a message; false if there are not as many as it says.
static bool strings(char *text, char *end, char **found, size_t count) {
    for (size_t index = 0; index < count; index++) {
        if (text >= end) return false;
        found[index] = text;
        text += strlen(text) + 1;
    }
    return true;
}

static void run(int socket, const AuroraWardenRequest *request, char *text, char *end) {
    static char *found[MAX_STRINGS];
    static char *arguments[MAX_STRINGS];
    static char *variables[MAX_STRINGS];
    Job refused = {.id = request->job};
    Job *job = NULL;
    for (int index = 0; index < AURORA_WARDEN_JOBS && !job; index++) {
        if (!jobs[index].is_used) job = &jobs[index];
    }
    if (!job) return answer(socket, &refused, AURORA_WARDEN_NOT_STARTED, EAGAIN);
    size_t count = 2 + (size_t)request->argument_count + request->variable_count;
    if (count + 2 > MAX_STRINGS || !strings(text, end, found, count)) {
        return answer(socket, &refused, AURORA_WARDEN_NOT_STARTED, E2BIG);
    }
    memcpy(arguments, found + 2, request->argument_count * sizeof *found);
    arguments[request->argument_count] = NULL;
    memcpy(variables, found + 2 + request->argument_count, request->variable_count * sizeof *found);
    variables[request->variable_count] = NULL;

    job->id = request->job;
    job->is_ending = false;
    job->reason = AURORA_WARDEN_BY_ITSELF;
    job->tail_count = 0;
    job->deadline = now() + (int64_t)request->milliseconds;
    int problem = start(job, request, found[0], found[1], arguments, variables);
    if (problem != 0) return answer(socket, &refused, AURORA_WARDEN_NOT_STARTED, problem);
    job->is_used = true;
    job_count++;
}

// Asks a program to end; it is killed soon after.
static void stop(Job *job, uint32_t reason) {
    if (job->is_ending) return;
    job->is_ending = true;
    job->reason = reason;
    job->deadline = now() + GRACE;
    kill(-job->pid, SIGTERM);
}

// Kills what is left of a process group and waits until it is gone: nobody writes into a result after its check.
static void clear_group(pid_t group) {
    for (int rounds = 0; rounds < 2500 && kill(-group, SIGKILL) == 0; rounds++) {
        while (waitpid(-group, NULL, WNOHANG) > 0) {
        }
        if (kill(-group, 0) != 0) return;
        nap();
    }
}

// Kills processes that left their group: being without a parent of their own, they are the warden's children. Those of
// programs that still run cannot be told apart, so this waits for a moment in which none does.
static void clear_strays(void) {
    for (int rounds = 0; rounds < 5000; rounds++) {
        char list[512];
        int file = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
        ssize_t count = file < 0 ? 0 : read(file, list, sizeof list - 1);
        if (file >= 0) close(file);
        if (count <= 0) return;
        // A number that is cut off at the end of the list comes again in the next round.
        pid_t pid = 0;
        for (ssize_t index = 0; index < count; index++) {
            if (list[index] >= '0' && list[index] <= '9') {
                pid = pid * 10 + (list[index] - '0');
            } else {
                if (pid > 1) kill(pid, SIGKILL);
                pid = 0;
            }
        }
        while (waitpid(-1, NULL, WNOHANG) > 0) {
        }
        nap();
    }
}

static void finish(int socket, Job *job, const siginfo_t *info) {
    // Before the leader is reaped its number cannot belong to anybody else.
    kill(-job->pid, SIGKILL);
    waitpid(job->pid, NULL, 0);
    clear_group(job->pid);
    drain(job);
    if (job->output >= 0) close(job->output);
    job->is_used = false;
    job_count--;
    if (job_count == 0) clear_strays();
    bool has_exited = info->si_code == CLD_EXITED;
    answer(socket, job, has_exited ? AURORA_WARDEN_EXITED : AURORA_WARDEN_SIGNALED, info->si_status);
}

static void reap(int socket) {
    while (true) {
        siginfo_t info = {0};
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0) return;
        Job *job = NULL;
        for (int index = 0; index < AURORA_WARDEN_JOBS && !job; index++) {
            if (jobs[index].is_used && jobs[index].pid == info.si_pid) job = &jobs[index];
        }
        if (job) finish(socket, job, &info);
        else waitpid(info.si_pid, NULL, 0);
    }
}

// False if the socket has ended.
static bool take_message(int socket) {
    ssize_t count = recv(socket, message, AURORA_WARDEN_MESSAGE, MSG_DONTWAIT);
    if (count < 0) return errno == EAGAIN || errno == EINTR;
    if (count < (ssize_t)sizeof(AuroraWardenRequest)) return false;
    message[count] = 0;
    AuroraWardenRequest request;
    memcpy(&request, message, sizeof request);
    if (request.task == AURORA_WARDEN_RUN) run(socket, &request, message + sizeof request, message + count);
    for (int index = 0; request.task == AURORA_WARDEN_STOP && index < AURORA_WARDEN_JOBS; index++) {
        if (jobs[index].is_used && jobs[index].id == request.job) stop(&jobs[index], AURORA_WARDEN_STOPPED);
    }
    return true;
}

// Stops what has run too long. The time until there is something to stop again, for poll.
static int mind_deadlines(void) {
    int64_t wait = -1;
    for (int index = 0; index < AURORA_WARDEN_JOBS; index++) {
        Job *job = &jobs[index];
        if (!job->is_used) continue;
        int64_t left = job->deadline - now();
        if (left <= 0 && job->is_ending) {
            kill(-job->pid, SIGKILL);
            job->deadline = now() + GRACE;
            left = GRACE;
        } else if (left <= 0) {
            stop(job, AURORA_WARDEN_TIMEOUT);
            left = GRACE;
        }
        if (wait < 0 || left < wait) wait = left;
    }
    return wait > 3600000 ? 3600000 : (int)wait;
}

static void serve(int socket, int signals) {
    static struct pollfd files[AURORA_WARDEN_JOBS + 2];
    static Job *readers[AURORA_WARDEN_JOBS + 2];
    while (true) {
        int wait = mind_deadlines();
        nfds_t count = 2;
        files[0] = (struct pollfd){.fd = socket, .events = POLLIN};
        files[1] = (struct pollfd){.fd = signals, .events = POLLIN};
        for (int index = 0; index < AURORA_WARDEN_JOBS && job_count > 0; index++) {
            if (!jobs[index].is_used || jobs[index].output < 0) continue;
            readers[count] = &jobs[index];
            files[count++] = (struct pollfd){.fd = jobs[index].output, .events = POLLIN};
        }
        if (poll(files, count, wait) < 0 && errno != EINTR) return;
        for (nfds_t index = 2; index < count; index++) {
            if (files[index].revents) drain(readers[index]);
        }
        if (files[1].revents) {
            struct signalfd_siginfo info;
            while (read(signals, &info, sizeof info) > 0) {
            }
            reap(socket);
        }
        if (files[0].revents && !take_message(socket)) return;
    }
}

static void guard(int socket) {
    setsid();
    prctl(PR_SET_NAME, "aurora-warden");
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    // Nothing of Aurora's stays open here: its locks are to end with it, and whoever reads its output waits for the end.
    if (socket != 3) {
        dup2(socket, 3);
        socket = 3;
    }
    fcntl(socket, F_SETFD, FD_CLOEXEC);
    close_range(4, ~0U, 0);
    null_file = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int file = 0; file < 3; file++) dup2(null_file, file);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    for (int index = 0; index < IGNORED_SIGNALS; index++) signal(ignored_signals[index], SIG_IGN);
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_SETMASK, &children, NULL);
    int signals = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
    if (null_file < 0 || signals < 0) _exit(1);
    serve(socket, signals);
    for (int index = 0; index < AURORA_WARDEN_JOBS; index++) {
        if (jobs[index].is_used) kill(-jobs[index].pid, SIGKILL);
    }
    clear_strays();
    _exit(0);
}

int aurora_warden_start(int *end, int32_t *process) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return errno;
    pid_t pid = fork();
    if (pid == 0) guard(ends[1]);
    int problem = errno;
    close(ends[1]);
    *end = ends[0];
    *process = pid;
    if (pid > 0) return 0;
    close(ends[0]);
    return problem;
}

void aurora_warden_await(int32_t process) {
    while (waitpid(process, NULL, 0) < 0 && errno == EINTR) {
    }
}

int aurora_warden_send(int socket, const void *bytes, size_t count) {
    if (count > AURORA_WARDEN_MESSAGE) return E2BIG;
    while (send(socket, bytes, count, MSG_NOSIGNAL) < 0) {
        if (errno != EINTR) return errno;
    }
    return 0;
}

int aurora_warden_receive(int socket, AuroraWardenAnswer *answer) {
    while (true) {
        ssize_t count = recv(socket, answer, sizeof *answer, 0);
        if (count < 0 && errno == EINTR) continue;
        return count >= (ssize_t)offsetof(AuroraWardenAnswer, tail) ? 1 : 0;
    }
}
