// System calls that Swift cannot reach: variadic ones, and those that glibc does not wrap.
#ifndef C_AURORA_SYSTEM_H
#define C_AURORA_SYSTEM_H

#include <stdint.h>

#include "confine.h"
#include "host.h"
#include "warden.h"

/// The terminal's size in characters behind `fd`; 0, or -1 when it is no terminal.
int aurora_terminal_size(int fd, uint16_t *columns, uint16_t *rows);

/// Makes `destination` share the blocks of `source` (FICLONE). 0, or the errno when the file system cannot.
int aurora_clone_file(int source, int destination);

/// Opens `path` for reading below the folder `directory`, refusing every step out of it: `..`, absolute paths, and
/// symbolic links that lead out (openat2 with RESOLVE_BENEATH). A descriptor, or minus the errno.
int aurora_open_beneath(int directory, const char *path);

/// Asks the kernel to kill this process when its parent dies. 0, or the errno.
int aurora_die_with_parent(void);

/// From now on memory of at least so many bytes goes back to the system as soon as it is free. Without this the C library keeps
/// more and more of it (mallopt(3), M_MMAP_THRESHOLD).
void aurora_give_back_from(int bytes);

#endif
