#define _GNU_SOURCE
#define CURL_DISABLE_TYPECHECK
#include "CLibcurl.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define FUNCTIONS(X) \
    X(global_init) \
    X(easy_init) \
    X(easy_setopt) \
    X(easy_perform) \
    X(easy_getinfo) \
    X(easy_header) \
    X(easy_cleanup) \
    X(easy_strerror) \
    X(slist_append) \
    X(slist_free_all)

// Macros of the same names would stand in the way.
#undef curl_easy_setopt
#undef curl_easy_getinfo

static struct {
#define FIELD(name) __typeof__(&curl_##name) name;
    FUNCTIONS(FIELD)
#undef FIELD
} curl;
static char open_problem[256];

static void open_library(void) {
    void *library = dlopen(LIBCURL_FILE, RTLD_NOW | RTLD_LOCAL);
    bool has_all = library != NULL;
#define FIND(name) has_all = has_all && (curl.name = (__typeof__(&curl_##name))dlsym(library, "curl_" #name)) != NULL;
    FUNCTIONS(FIND)
#undef FIND
    if (has_all && curl.global_init(CURL_GLOBAL_DEFAULT) == 0) return;
    const char *words = dlerror();
    snprintf(open_problem, sizeof open_problem, "%s", words ? words : LIBCURL_FILE " cannot be used");
}

typedef struct {
    const AuroraCurlRequest *request;
    CURL *handle;
    int64_t bytes;
    int write_problem;
    bool is_too_large;
    bool is_refused;
    bool is_cancelled;
} Transfer;

static size_t take(char *bytes, size_t size, size_t count, void *context) {
    Transfer *transfer = context;
    size_t total = size * count;
    long status = 0;
    curl.easy_getinfo(transfer->handle, CURLINFO_RESPONSE_CODE, &status);
    // What comes with a redirect or an error is nobody's content.
    if (status != 200) return total;
    if (transfer->bytes + (int64_t)total > transfer->request->maximum_bytes) {
        transfer->is_too_large = true;
        return 0;
    }
    for (size_t written = 0; written < total;) {
        ssize_t step = write(transfer->request->file, bytes + written, total - written);
        if (step < 0 && errno == EINTR) continue;
        if (step < 0) {
            transfer->write_problem = errno;
            return 0;
        }
        written += (size_t)step;
    }
    transfer->bytes += (int64_t)total;
    return total;
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    Transfer *transfer = context;
    if (purpose != CURLSOCKTYPE_IPCXN ||
        !transfer->request->accepts(transfer->request->context, &address->addr, address->addrlen)) {
        transfer->is_refused = true;
        return CURL_SOCKET_BAD;
    }
    transfer->is_refused = false;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static int look(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
    (void)a, (void)b, (void)c, (void)d;
    Transfer *transfer = context;
    transfer->is_cancelled = transfer->request->is_cancelled(transfer->request->context) != 0;
    return transfer->is_cancelled;
}

static struct curl_slist *condition(struct curl_slist *list, const char *name, const char *value) {
    if (!value || !*value) return list;
    char line[512];
    snprintf(line, sizeof line, "%s: %s", name, value);
    struct curl_slist *longer = curl.slist_append(list, line);
    return longer ? longer : list;
}

static void set_options(CURL *handle, Transfer *transfer, struct curl_slist *headers, char *words) {
    const AuroraCurlRequest *request = transfer->request;
    curl.easy_setopt(handle, CURLOPT_URL, request->url);
    curl.easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "https");
    curl.easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    // Neither the workspace nor the environment has a say in which way bytes come.
    curl.easy_setopt(handle, CURLOPT_PROXY, "");
    curl.easy_setopt(handle, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl.easy_setopt(handle, CURLOPT_UNRESTRICTED_AUTH, 0L);
    curl.easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl.easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    curl.easy_setopt(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (request->certificates) {
        curl.easy_setopt(handle, CURLOPT_CAINFO, request->certificates);
        curl.easy_setopt(handle, CURLOPT_CAPATH, NULL);
    }
    curl.easy_setopt(handle, CURLOPT_USERAGENT, "aurora");
    curl.easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl.easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl.easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
    curl.easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, (long)request->connect_milliseconds);
    curl.easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)request->total_milliseconds);
    curl.easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl.easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, (long)request->stall_seconds);
    curl.easy_setopt(handle, CURLOPT_ERRORBUFFER, words);
    curl.easy_setopt(handle, CURLOPT_WRITEFUNCTION, take);
    curl.easy_setopt(handle, CURLOPT_WRITEDATA, transfer);
    curl.easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl.easy_setopt(handle, CURLOPT_OPENSOCKETDATA, transfer);
    curl.easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl.easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, look);
    curl.easy_setopt(handle, CURLOPT_XFERINFODATA, transfer);
}

static void copy_header(CURL *handle, const char *name, char *text, size_t size) {
    struct curl_header *header = NULL;
    if (curl.easy_header(handle, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK && strlen(header->value) < size) {
        snprintf(text, size, "%s", header->value);
    }
}

static int end(CURLcode code, const Transfer *transfer) {
    if (code == CURLE_OK) return AURORA_CURL_DONE;
    if (transfer->is_cancelled) return AURORA_CURL_CANCELLED;
    if (transfer->is_too_large || code == CURLE_FILESIZE_EXCEEDED) return AURORA_CURL_TOO_LARGE;
    if (transfer->write_problem) return AURORA_CURL_UNWRITABLE;
    if (transfer->is_refused && code == CURLE_COULDNT_CONNECT) return AURORA_CURL_REFUSED;
    if (code == CURLE_OPERATION_TIMEDOUT) return AURORA_CURL_TIMEOUT;
    if (code == CURLE_PARTIAL_FILE || (transfer->bytes > 0 && code == CURLE_RECV_ERROR)) return AURORA_CURL_CUT;
    return AURORA_CURL_FAILED;
}

void aurora_curl_get(const AuroraCurlRequest *request, AuroraCurlAnswer *answer) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_library);
    memset(answer, 0, sizeof *answer);
    CURL *handle = open_problem[0] ? NULL : curl.easy_init();
    if (!handle) {
        answer->end = AURORA_CURL_MISSING;
        snprintf(answer->problem, sizeof answer->problem, "%s", open_problem[0] ? open_problem : "out of memory");
        return;
    }
    Transfer transfer = {.request = request, .handle = handle};
    char words[CURL_ERROR_SIZE] = "";
    struct curl_slist *headers = condition(NULL, "If-None-Match", request->etag);
    headers = condition(headers, "If-Modified-Since", request->modified);
    set_options(handle, &transfer, headers, words);
    CURLcode code = curl.easy_perform(handle);
    answer->end = end(code, &transfer);
    answer->problem_code = transfer.write_problem;
    answer->bytes = transfer.bytes;
    if (code != CURLE_OK) snprintf(answer->problem, sizeof answer->problem, "%s", words[0] ? words : curl.easy_strerror(code));
    long status = 0;
    curl.easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    answer->status = status;
    const char *redirect = NULL;
    curl.easy_getinfo(handle, CURLINFO_REDIRECT_URL, &redirect);
    if (redirect && strlen(redirect) < sizeof answer->redirect) {
        snprintf(answer->redirect, sizeof answer->redirect, "%s", redirect);
    }
    copy_header(handle, "ETag", answer->etag, sizeof answer->etag);
    copy_header(handle, "Last-Modified", answer->modified, sizeof answer->modified);
    curl.easy_cleanup(handle);
    curl.slist_free_all(headers);
}
