#include "CLibgit2.h"

#include <dlfcn.h>
#include <stdlib.h>

_Static_assert(LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR == 5, "the headers of LIBGIT2_FILE");

// In the place of a function that was not found.
static void missing(void) { abort(); }

// Looks for nothing more after the first problem: a further call of the loader would invalidate its words.
static void *find(void *library, const char *name, const char **problem) {
    void *function = *problem ? NULL : dlsym(library, name);
    if (function) return function;
    if (!*problem) *problem = dlerror();
    return (void *)missing;
}

Libgit2Functions aurora_libgit2_open(const char *file, const char **problem) {
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    *problem = library ? NULL : dlerror();
    return (Libgit2Functions){
#define FIND(name) .name = (__typeof__(&git_##name))find(library, "git_" #name, problem),
        LIBGIT2_FUNCTIONS(FIND)
#undef FIND
    };
}
