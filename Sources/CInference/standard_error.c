#define _GNU_SOURCE
#include "CInference.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// While held, the real standard error is the descriptor that `hold` returned, and 2 is a file in memory.

int aurora_stderr_hold(void) {
    fflush(stderr);
    int kept = dup(STDERR_FILENO);
    if (kept < 0) return -1;
    int memory = memfd_create("stderr", MFD_CLOEXEC);
    if (memory < 0 || dup2(memory, STDERR_FILENO) < 0) {
        if (memory >= 0) close(memory);
        close(kept);
        return -1;
    }
    close(memory);
    return kept;
}

static void pass_on(FILE *held) {
    char line[4096];
    int begins = 1, drops = 0;
    while (fgets(line, sizeof line, held)) {
        if (begins) drops = strncmp(line, "INFO:", 5) == 0;
        if (!drops) fputs(line, stderr);
        begins = strchr(line, '\n') != NULL;
    }
}

void aurora_stderr_release(int held) {
    if (held < 0) return;
    fflush(stderr);
    int memory = dup(STDERR_FILENO);
    dup2(held, STDERR_FILENO);
    close(held);
    FILE *written = memory < 0 ? NULL : fdopen(memory, "r");
    if (!written) {
        if (memory >= 0) close(memory);
        return;
    }
    rewind(written);
    pass_on(written);
    fclose(written);
}
