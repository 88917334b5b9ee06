// For a process that has copies of itself do the work: each begins with all that was made ready, and whatever happens to
// it happens to it alone.
#ifndef AURORA_HOST_H
#define AURORA_HOST_H

#include <stddef.h>
#include <stdint.h>

/// One end of a pipe for each of a copy's streams, or where it can be told by.
typedef struct {
    /// 0 in the copy itself.
    int32_t process;
    /// Readable once the copy has ended.
    int ended;
    /// What the copy writes to standard output and standard error.
    int output;
    int complaints;
} AuroraCopy;

/// Readies the process for copies: nothing of its parent's is open but its first three streams, whose interrupts it
/// leaves to its parent.
void aurora_host_begin(void);

/// Makes a copy of this process, which must have one thread. The copy has nothing of it open but `kept`, if that is no
/// less than 0, reads nothing, and dies with it. 0, or the errno.
int aurora_host_copy(int kept, AuroraCopy *_Nonnull copy);

/// Kills a copy, if it has not ended yet.
void aurora_host_kill(const AuroraCopy *_Nonnull copy);

/// Waits for the end of a copy: 0 and its exit status, or 1 and the signal that ended it. Closes its pipes.
int aurora_host_await(const AuroraCopy *_Nonnull copy, int *_Nonnull value);

/// Threads of this process; 0 if nobody tells.
int aurora_thread_count(void);

/// A file in memory, of no name. Less than 0 if there is none to be had.
int aurora_memory_file(void);

/// Starts `program` with the arguments and variables of these lists, which end with NULL, in `folder`. It has one end of
/// a socket as standard input and output, and no other stream; `socket` is the other end. 0, or the errno.
int aurora_host_start(const char *_Nonnull program, const char *_Nonnull folder,
                      const char *_Nullable const *_Nonnull arguments, const char *_Nullable const *_Nonnull variables,
                      int socket, int32_t *_Nonnull process);

/// The two ends of a stream between this process and a host. 0, or the errno.
int aurora_host_socket(int *_Nonnull own, int *_Nonnull other);

#endif
