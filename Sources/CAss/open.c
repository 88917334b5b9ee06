#include "CAss.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdlib.h>

_Static_assert(LIBASS_VERSION >= 0x01600000, "whole lines are laid out since libass 0.16");

// In the place of a function that was not found.
static void missing(void) { abort(); }

// Looks for nothing more after the first problem: a further call of the loader would invalidate its words.
static void *find(void *library, const char *name, const char **problem) {
    void *function = *problem ? NULL : dlsym(library, name);
    if (function) return function;
    if (!*problem) *problem = dlerror();
    return (void *)missing;
}

AssFunctions aurora_ass_open(const char *file, const char **problem) {
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    *problem = library ? NULL : dlerror();
    return (AssFunctions){
#define FIND(name) .name = (__typeof__(&ass_##name))find(library, "ass_" #name, problem),
        ASS_FUNCTIONS(FIND)
#undef FIND
    };
}

static void ignore(int level, const char *format, va_list arguments, void *data) {
    (void)level, (void)format, (void)arguments, (void)data;
}

void aurora_ass_be_quiet(const AssFunctions *functions, ASS_Library *library) {
    functions->set_message_cb(library, ignore, NULL);
}
