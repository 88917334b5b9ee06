#include "CAuroraSystem.h"

#include <malloc.h>

void aurora_give_back_from(int bytes) {
    mallopt(M_MMAP_THRESHOLD, bytes);
    mallopt(M_TRIM_THRESHOLD, 2 * bytes);
}
