#define _GNU_SOURCE
#include "library.h"

#include "CLibcurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

AuroraCurlFunctions aurora_curl;
static char problem[256];

static void open_library(void) {
    void *library = dlopen(LIBCURL_FILE, RTLD_NOW | RTLD_LOCAL);
    bool has_all = library != NULL;
#define FIND(name) \
    has_all = has_all && (aurora_curl.name = (__typeof__(&curl_##name))dlsym(library, "curl_" #name)) != NULL;
    FUNCTIONS(FIND)
#undef FIND
    if (has_all && aurora_curl.global_init(CURL_GLOBAL_DEFAULT) == 0) return;
    const char *words = dlerror();
    snprintf(problem, sizeof problem, "%s", words ? words : LIBCURL_FILE " cannot be used");
}

const char *aurora_curl_library(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_library);
    return problem[0] ? problem : NULL;
}
