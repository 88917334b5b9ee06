// The functions of libcurl that are used, found in the library when it is first needed.
#ifndef AURORA_CURL_LIBRARY_H
#define AURORA_CURL_LIBRARY_H

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#define FUNCTIONS(X) \
    X(global_init) \
    X(easy_init) \
    X(easy_reset) \
    X(easy_setopt) \
    X(easy_getinfo) \
    X(easy_header) \
    X(easy_cleanup) \
    X(easy_strerror) \
    X(multi_init) \
    X(multi_setopt) \
    X(multi_add_handle) \
    X(multi_remove_handle) \
    X(multi_perform) \
    X(multi_poll) \
    X(multi_wakeup) \
    X(multi_info_read) \
    X(multi_cleanup) \
    X(slist_append) \
    X(slist_free_all)

// Macros of the same names would stand in the way.
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

typedef struct {
#define FIELD(name) __typeof__(&curl_##name) name;
    FUNCTIONS(FIELD)
#undef FIELD
} AuroraCurlFunctions;

/// Filled by `aurora_curl_library`.
extern AuroraCurlFunctions aurora_curl;

/// NULL once the library is open; why it cannot be used otherwise.
const char *aurora_curl_library(void);

#endif
