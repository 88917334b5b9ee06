// One thing that libcurl does: one exchange by http, over connections that are kept. The library is opened when it is first
// needed, since it brings thirty other libraries along.
#ifndef C_LIBCURL_H
#define C_LIBCURL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// The file name of the library whose headers these are.
#define LIBCURL_FILE "libcurl.so.4"

/// Keeps the connections of one exchange for the next. One exchange at a time, on any thread.
typedef struct AuroraCurlLine AuroraCurlLine;

/// A new one; NULL if the library cannot be used: `problem`, of `size` bytes, says why.
AuroraCurlLine *_Nullable aurora_curl_open(char *_Nonnull problem, size_t size);
void aurora_curl_close(AuroraCurlLine *_Nonnull line);
/// Has `is_cancelled` asked at once. From any thread, while the line is open.
void aurora_curl_wake(AuroraCurlLine *_Nonnull line);

/// One exchange. Redirects are not followed and no credentials are looked for. A request with a body is sent at most once.
typedef struct {
    const char *_Nonnull url;
    /// GET, POST or PUT.
    const char *_Nonnull method;
    /// `Name: value`, `header_count` of them. They go to the server alone, to no proxy.
    const char *_Nonnull const *_Nonnull headers;
    size_t header_count;
    /// A file of certificates to trust; NULL for the system's.
    const char *_Nullable certificates;
    /// The URL of a proxy; empty for none. The environment is not asked.
    const char *_Nonnull proxy;
    /// The length of what `give` gives; -1 if there is no body.
    int64_t body_bytes;
    int64_t connect_milliseconds;
    int64_t total_milliseconds;
    /// So long without a byte, and the exchange is given up.
    int64_t stall_seconds;
    /// Whether this address (a `sockaddr`) may be connected to; asked before each connection is opened.
    int (*_Nonnull accepts)(void *_Nullable context, const void *_Nonnull address, size_t size);
    /// Asked whenever something happens, at least once a second: whether to give up.
    int (*_Nonnull is_cancelled)(void *_Nullable context);
    /// Takes a piece of the answer's body; 0 stops the exchange. `announced` is the length that the answer announces,
    /// -1 if none.
    int (*_Nonnull take)(
        void *_Nullable context, int64_t status, int64_t announced, const uint8_t *_Nonnull bytes, size_t size);
    /// Puts up to `size` bytes of the request's body into `bytes`; returns how many, or -1 to stop the exchange.
    ssize_t (*_Nonnull give)(void *_Nullable context, uint8_t *_Nonnull bytes, size_t size);
    void *_Nullable context;
} AuroraCurlRequest;

enum AuroraCurlEnd {
    AURORA_CURL_DONE = 0,
    /// No address of the host may be connected to.
    AURORA_CURL_REFUSED = 1,
    /// `take` or `give` stopped it.
    AURORA_CURL_STOPPED = 2,
    AURORA_CURL_CANCELLED = 3,
    AURORA_CURL_TIMEOUT = 4,
    /// The connection ended before all bytes of the answer were there.
    AURORA_CURL_CUT = 5,
    /// There is no trust: no TLS, or no certificate for this name. `problem` says what.
    AURORA_CURL_DISTRUSTED = 6,
    /// Anything else; `problem` says what.
    AURORA_CURL_FAILED = 7,
};

/// What came of it. Texts end with a NUL and are empty if there is nothing to say.
typedef struct {
    int end;
    /// Whether a byte of the request can have arrived.
    int was_sent;
    /// Of HTTP; 0 if there was no answer.
    int64_t status;
    char problem[256];
    /// Where a redirect leads, absolute.
    char redirect[4096];
    char etag[256];
    char modified[128];
    char content_type[128];
    char content_range[128];
    char retry_after[64];
    /// The length that the answer announces; -1 if none.
    int64_t announced_bytes;
} AuroraCurlAnswer;

/// Does it, on this thread.
void aurora_curl_perform(
    AuroraCurlLine *_Nonnull line, const AuroraCurlRequest *_Nonnull request, AuroraCurlAnswer *_Nonnull answer);

#endif
