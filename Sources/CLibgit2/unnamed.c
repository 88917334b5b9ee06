#define _GNU_SOURCE
#include "CLibgit2.h"

#include <fcntl.h>

int aurora_open_unnamed(const char *folder) { return open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666); }
