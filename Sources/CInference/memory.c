#include "CInference.h"

#include <malloc.h>

void aurora_give_back_memory(void) { malloc_trim(0); }
