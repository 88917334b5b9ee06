// The warden: a small process beside Aurora that starts the programs of others and answers for their end. It keeps its
// word when Aurora cannot: when Aurora dies, however it dies, the warden's socket ends and it kills what it started,
// with all that those started in turn.
#ifndef AURORA_WARDEN_H
#define AURORA_WARDEN_H

#include <stddef.h>
#include <stdint.h>

/// How many programs may run at a time.
#define AURORA_WARDEN_JOBS 256
/// The longest message to the warden in bytes.
#define AURORA_WARDEN_MESSAGE (96 * 1024)
/// How much of what a program prints is kept: the last bytes.
#define AURORA_WARDEN_TAIL 4096

enum AuroraWardenTask { AURORA_WARDEN_RUN = 1, AURORA_WARDEN_STOP = 2 };

/// A request, the head of a message. For AURORA_WARDEN_RUN strings follow, each with a NUL at its end: the folder to run
/// in, the path of the program, its arguments (the first is its name), its environment (`NAME=value`).
typedef struct {
    /// Names the job in the answer; not in use by another.
    uint64_t job;
    uint32_t task;
    uint32_t argument_count;
    uint32_t variable_count;
    /// Of each process that the program starts: no more of these.
    uint32_t open_files;
    uint64_t cpu_seconds;
    uint64_t file_bytes;
    uint64_t memory_bytes;
    /// Wall time until the program is stopped.
    uint64_t milliseconds;
} AuroraWardenRequest;

enum AuroraWardenEnd { AURORA_WARDEN_EXITED = 1, AURORA_WARDEN_SIGNALED = 2, AURORA_WARDEN_NOT_STARTED = 3 };
enum AuroraWardenReason { AURORA_WARDEN_BY_ITSELF = 0, AURORA_WARDEN_TIMEOUT = 1, AURORA_WARDEN_STOPPED = 2 };

/// How a job ended. Once it is here, no process of the program's process group lives.
typedef struct {
    uint64_t job;
    uint32_t end;
    uint32_t reason;
    /// The exit status, the signal or the errno.
    int32_t value;
    uint32_t tail_count;
    /// The last that the program printed, on standard output or standard error.
    uint8_t tail[AURORA_WARDEN_TAIL];
} AuroraWardenAnswer;

/// Starts a warden, which ends with the last copy of the socket. 0, or the errno.
int aurora_warden_start(int *_Nonnull socket, int32_t *_Nonnull process);

/// Waits until a warden whose socket was shut down has killed what it started and ended.
void aurora_warden_await(int32_t process);

/// Sends one message whole. 0, or the errno.
int aurora_warden_send(int socket, const void *_Nonnull message, size_t count);

/// Waits for the next answer. 1, or 0 if the warden is gone.
int aurora_warden_receive(int socket, AuroraWardenAnswer *_Nonnull answer);

#endif
