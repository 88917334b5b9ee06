#include "CSQLite.h"

#include <dlfcn.h>
#include <stdlib.h>

// In the place of a function that was not found.
static void missing(void) { abort(); }

// Looks for nothing more after the first problem: a further call of the loader would invalidate its words.
static void *find(void *library, const char *name, const char **problem) {
    void *function = *problem ? NULL : dlsym(library, name);
    if (function) return function;
    if (!*problem) *problem = dlerror();
    return (void *)missing;
}

SQLiteFunctions aurora_sqlite_open(const char **problem) {
    void *library = dlopen(SQLITE_FILE, RTLD_NOW | RTLD_LOCAL);
    *problem = library ? NULL : dlerror();
    return (SQLiteFunctions){
#define FIND(name) .name = (__typeof__(&sqlite3_##name))find(library, "sqlite3_" #name, problem),
        SQLITE_FUNCTIONS(FIND)
#undef FIND
    };
}

sqlite3_destructor_type aurora_sqlite_transient(void) { return SQLITE_TRANSIENT; }
