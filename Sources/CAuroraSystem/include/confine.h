// Takes from a process what it does not need, for good: whoever gets control of it through a damaged picture finds
// nothing to start, nobody to talk to, and nothing to read or write but the files of its task.
#ifndef AURORA_CONFINE_H
#define AURORA_CONFINE_H

#include <stdint.h>

/// What a process may still do. Lists of paths end with NULL; what does not exist is left out.
typedef struct {
    /// Bytes of address space, memory that is only reserved included.
    uint64_t address_space;
    /// Processor time after which the process gets SIGXCPU; `aurora_allow_cpu` raises it.
    uint64_t cpu_seconds;
    /// The most that `aurora_allow_cpu` may raise it to.
    uint64_t most_cpu_seconds;
    /// The longest file that it may write; beyond that it gets SIGXFSZ.
    uint64_t file_bytes;
    /// Files and folders that it may read.
    const char *_Nullable const *_Nonnull readable;
    /// Folders in which it may also make, write, rename and remove files.
    const char *_Nullable const *_Nonnull writable;
    /// 1 for a process that is to have processes of its own; they can then confine themselves further. 0 for any other.
    int may_fork;
} AuroraConfinement;

/// Parts of a confinement that depend on the kernel.
enum AuroraConfined {
    /// No programs, no processes, no network, no looking at other processes (seccomp).
    AURORA_CONFINED_CALLS = 1,
    /// No other files (Landlock, since Linux 5.13, where it is switched on).
    AURORA_CONFINED_FILES = 2,
};

/// Confines this process. To be called while it has one thread: others would keep what they may. The parts that the
/// kernel gives, as bits of `AuroraConfined`, or minus the errno if not even its limits could be set.
int aurora_confine(const AuroraConfinement *_Nonnull confinement);

/// Which parts of a confinement hold, as bits of `AuroraConfined`: found by trying what they forbid.
int aurora_closed(void);

/// Lets the process use so much processor time in all. 0, or the errno.
int aurora_allow_cpu(uint64_t seconds);

#endif
