#define _GNU_SOURCE
#include "CLibcurl.h"
#include "library.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

struct AuroraCurlLine {
    // Connections are the multi handle's; it is also what can be woken from another thread.
    CURLM *multi;
    CURL *easy;
};

typedef struct {
    const AuroraCurlRequest *request;
    CURL *handle;
    bool was_sent;
    bool is_refused;
    bool is_stopped;
    bool is_cancelled;
} Exchange;

AuroraCurlLine *aurora_curl_open(char *problem, size_t size) {
    const char *words = aurora_curl_library();
    AuroraCurlLine *line = words ? NULL : calloc(1, sizeof *line);
    if (line) {
        line->multi = aurora_curl.multi_init();
        line->easy = aurora_curl.easy_init();
        if (line->multi && line->easy) return line;
        if (line->multi) aurora_curl.multi_cleanup(line->multi);
        if (line->easy) aurora_curl.easy_cleanup(line->easy);
        free(line);
    }
    snprintf(problem, size, "%s", words ? words : "out of memory");
    return NULL;
}

void aurora_curl_close(AuroraCurlLine *line) {
    aurora_curl.easy_cleanup(line->easy);
    aurora_curl.multi_cleanup(line->multi);
    free(line);
}

void aurora_curl_wake(AuroraCurlLine *line) { aurora_curl.multi_wakeup(line->multi); }

static size_t take(char *bytes, size_t size, size_t count, void *context) {
    Exchange *exchange = context;
    size_t total = size * count;
    long status = 0;
    aurora_curl.easy_getinfo(exchange->handle, CURLINFO_RESPONSE_CODE, &status);
    curl_off_t announced = -1;
    aurora_curl.easy_getinfo(exchange->handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
    const AuroraCurlRequest *request = exchange->request;
    if (request->take(request->context, status, announced, (const uint8_t *)bytes, total)) return total;
    exchange->is_stopped = true;
    // Any other number than the bytes that were there.
    return total + 1;
}

static size_t give(char *bytes, size_t size, size_t count, void *context) {
    Exchange *exchange = context;
    ssize_t given = exchange->request->give(exchange->request->context, (uint8_t *)bytes, size * count);
    if (given >= 0) return (size_t)given;
    exchange->is_stopped = true;
    return CURL_READFUNC_ABORT;
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    Exchange *exchange = context;
    if (purpose != CURLSOCKTYPE_IPCXN ||
        !exchange->request->accepts(exchange->request->context, &address->addr, address->addrlen)) {
        exchange->is_refused = true;
        return CURL_SOCKET_BAD;
    }
    exchange->is_refused = false;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// Asked when a connection is there and the request is about to be sent. The library would send it a second time over a
/// new connection if a kept one turned out to be dead; what has a body may have been taken by then.
static int before_request(void *context, char *a, char *b, int c, int d) {
    (void)a, (void)b, (void)c, (void)d;
    Exchange *exchange = context;
    if (exchange->was_sent && exchange->request->body_bytes >= 0) return CURL_PREREQFUNC_ABORT;
    exchange->was_sent = true;
    return CURL_PREREQFUNC_OK;
}

static void set_body(CURL *handle, Exchange *exchange) {
    const AuroraCurlRequest *request = exchange->request;
    if (strcmp(request->method, "PUT") == 0) {
        aurora_curl.easy_setopt(handle, CURLOPT_UPLOAD, 1L);
        aurora_curl.easy_setopt(handle, CURLOPT_INFILESIZE_LARGE, (curl_off_t)(request->body_bytes < 0 ? 0 : request->body_bytes));
    } else if (strcmp(request->method, "POST") == 0) {
        aurora_curl.easy_setopt(handle, CURLOPT_POST, 1L);
        aurora_curl.easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)(request->body_bytes < 0 ? 0 : request->body_bytes));
    } else {
        aurora_curl.easy_setopt(handle, CURLOPT_HTTPGET, 1L);
    }
    // No function to go back in the body is given, so that the library cannot send it twice.
    aurora_curl.easy_setopt(handle, CURLOPT_READFUNCTION, give);
    aurora_curl.easy_setopt(handle, CURLOPT_READDATA, exchange);
}

static void set_options(CURL *handle, Exchange *exchange, struct curl_slist *headers, char *words) {
    const AuroraCurlRequest *request = exchange->request;
    aurora_curl.easy_setopt(handle, CURLOPT_URL, request->url);
    // Which of them for which host is decided before: see `ServiceURL`.
    aurora_curl.easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    aurora_curl.easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    aurora_curl.easy_setopt(handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    aurora_curl.easy_setopt(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    aurora_curl.easy_setopt(handle, CURLOPT_PROXY, request->proxy);
    aurora_curl.easy_setopt(handle, CURLOPT_NOPROXY, "");
    aurora_curl.easy_setopt(handle, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    aurora_curl.easy_setopt(handle, CURLOPT_USERAGENT, "aurora");
    aurora_curl.easy_setopt(handle, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
    aurora_curl.easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    if (request->certificates) aurora_curl.easy_setopt(handle, CURLOPT_CAINFO, request->certificates);
    aurora_curl.easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    // A name that is still looked up when it is given up is left to its thread.
    aurora_curl.easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
    aurora_curl.easy_setopt(handle, CURLOPT_TCP_KEEPALIVE, 1L);
    aurora_curl.easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, (long)request->connect_milliseconds);
    aurora_curl.easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)request->total_milliseconds);
    aurora_curl.easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    aurora_curl.easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, (long)request->stall_seconds);
    aurora_curl.easy_setopt(handle, CURLOPT_ERRORBUFFER, words);
    aurora_curl.easy_setopt(handle, CURLOPT_WRITEFUNCTION, take);
    aurora_curl.easy_setopt(handle, CURLOPT_WRITEDATA, exchange);
    aurora_curl.easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    aurora_curl.easy_setopt(handle, CURLOPT_OPENSOCKETDATA, exchange);
    aurora_curl.easy_setopt(handle, CURLOPT_PREREQFUNCTION, before_request);
    aurora_curl.easy_setopt(handle, CURLOPT_PREREQDATA, exchange);
    set_body(handle, exchange);
}

static CURLcode run(AuroraCurlLine *line, Exchange *exchange) {
    if (aurora_curl.multi_add_handle(line->multi, line->easy) != CURLM_OK) return CURLE_FAILED_INIT;
    CURLcode code = CURLE_OK;
    for (int running = 1; running;) {
        exchange->is_cancelled = exchange->request->is_cancelled(exchange->request->context) != 0;
        if (exchange->is_cancelled) {
            code = CURLE_ABORTED_BY_CALLBACK;
            break;
        }
        CURLMcode state = aurora_curl.multi_perform(line->multi, &running);
        // Until there is something to do, or a wake-up.
        if (state == CURLM_OK && running) state = aurora_curl.multi_poll(line->multi, NULL, 0, 1000, NULL);
        if (state != CURLM_OK) {
            code = CURLE_FAILED_INIT;
            break;
        }
    }
    int left = 0;
    for (CURLMsg *message; (message = aurora_curl.multi_info_read(line->multi, &left));) {
        if (message->msg == CURLMSG_DONE) code = message->data.result;
    }
    // A transfer that is under way ends with its connection.
    aurora_curl.multi_remove_handle(line->multi, line->easy);
    return code;
}

/// The same with SIGPIPE kept from this thread: a peer that is gone is an error here, no reason to die.
static CURLcode run_quietly(AuroraCurlLine *line, Exchange *exchange) {
    sigset_t pipe, before, pending;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    sigpending(&pending);
    bool was_pending = sigismember(&pending, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, &before);
    CURLcode code = run(line, exchange);
    if (!was_pending) {
        const struct timespec none = {0, 0};
        while (sigtimedwait(&pipe, NULL, &none) == SIGPIPE) {}
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code;
}

static int end(CURLcode code, const Exchange *exchange) {
    if (code == CURLE_OK) return AURORA_CURL_DONE;
    if (exchange->is_cancelled) return AURORA_CURL_CANCELLED;
    if (exchange->is_stopped) return AURORA_CURL_STOPPED;
    if (exchange->is_refused && code == CURLE_COULDNT_CONNECT) return AURORA_CURL_REFUSED;
    switch (code) {
        case CURLE_OPERATION_TIMEDOUT: return AURORA_CURL_TIMEOUT;
        case CURLE_PARTIAL_FILE:
        case CURLE_RECV_ERROR:
        case CURLE_GOT_NOTHING:
        case CURLE_HTTP2:
        case CURLE_HTTP2_STREAM: return AURORA_CURL_CUT;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_SSL_CACERT_BADFILE: return AURORA_CURL_DISTRUSTED;
        default: return AURORA_CURL_FAILED;
    }
}

static void copy_header(CURL *handle, const char *name, char *text, size_t size) {
    struct curl_header *header = NULL;
    if (aurora_curl.easy_header(handle, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK && strlen(header->value) < size) {
        snprintf(text, size, "%s", header->value);
    }
}

static void copy_facts(CURL *handle, AuroraCurlAnswer *answer) {
    long status = 0;
    aurora_curl.easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    answer->status = status;
    const char *redirect = NULL;
    aurora_curl.easy_getinfo(handle, CURLINFO_REDIRECT_URL, &redirect);
    if (redirect && strlen(redirect) < sizeof answer->redirect) {
        snprintf(answer->redirect, sizeof answer->redirect, "%s", redirect);
    }
    curl_off_t announced = -1;
    aurora_curl.easy_getinfo(handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
    answer->announced_bytes = announced;
    copy_header(handle, "ETag", answer->etag, sizeof answer->etag);
    copy_header(handle, "Last-Modified", answer->modified, sizeof answer->modified);
    copy_header(handle, "Content-Type", answer->content_type, sizeof answer->content_type);
    copy_header(handle, "Content-Range", answer->content_range, sizeof answer->content_range);
    copy_header(handle, "Retry-After", answer->retry_after, sizeof answer->retry_after);
}

void aurora_curl_perform(AuroraCurlLine *line, const AuroraCurlRequest *request, AuroraCurlAnswer *answer) {
    memset(answer, 0, sizeof *answer);
    Exchange exchange = {.request = request, .handle = line->easy};
    char words[CURL_ERROR_SIZE] = "";
    // Waiting for leave to send a long body is of no use: it goes at once.
    struct curl_slist *headers = aurora_curl.slist_append(NULL, "Expect:");
    bool has_all = headers != NULL;
    for (size_t index = 0; has_all && index < request->header_count; index++) {
        has_all = aurora_curl.slist_append(headers, request->headers[index]) != NULL;
    }
    CURLcode code = CURLE_OUT_OF_MEMORY;
    if (has_all) {
        set_options(line->easy, &exchange, headers, words);
        code = run_quietly(line, &exchange);
    }
    answer->end = end(code, &exchange);
    answer->was_sent = exchange.was_sent;
    if (code != CURLE_OK) {
        snprintf(answer->problem, sizeof answer->problem, "%s", words[0] ? words : aurora_curl.easy_strerror(code));
    }
    copy_facts(line->easy, answer);
    // What was set points to what is about to go. Connections stay.
    aurora_curl.easy_reset(line->easy);
    aurora_curl.slist_free_all(headers);
}
