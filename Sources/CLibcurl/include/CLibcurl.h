// One thing that libcurl does: getting what an https URL names. The library is opened when it is first needed, since it
// brings thirty other libraries along.
#ifndef C_LIBCURL_H
#define C_LIBCURL_H

#include <stddef.h>
#include <stdint.h>

/// The file name of the library whose headers these are.
#define LIBCURL_FILE "libcurl.so.4"

/// One GET. Redirects are not followed, no proxy is asked, no credentials are sent.
typedef struct {
    const char *_Nonnull url;
    /// A file of certificates to trust; NULL for the system's.
    const char *_Nullable certificates;
    /// Open for writing: where the body goes.
    int file;
    /// The body may have so many bytes.
    int64_t maximum_bytes;
    int64_t connect_milliseconds;
    int64_t total_milliseconds;
    /// So long without a byte, and the transfer is given up.
    int64_t stall_seconds;
    /// What was said of the version that is known; NULL if none is.
    const char *_Nullable etag;
    const char *_Nullable modified;
    /// Whether this address (a `sockaddr`) may be connected to; asked before each connection is opened.
    int (*_Nonnull accepts)(void *_Nullable context, const void *_Nonnull address, size_t size);
    /// Asked now and then: whether to give up.
    int (*_Nonnull is_cancelled)(void *_Nullable context);
    void *_Nullable context;
} AuroraCurlRequest;

enum AuroraCurlEnd {
    AURORA_CURL_DONE = 0,
    /// The library is not installed.
    AURORA_CURL_MISSING = 1,
    /// No address of the host may be connected to.
    AURORA_CURL_REFUSED = 2,
    AURORA_CURL_TOO_LARGE = 3,
    /// The body could not be written; `problem_code` is the errno.
    AURORA_CURL_UNWRITABLE = 4,
    AURORA_CURL_CANCELLED = 5,
    AURORA_CURL_TIMEOUT = 6,
    /// The connection ended before all bytes were there.
    AURORA_CURL_CUT = 7,
    /// Anything else; `problem` says what.
    AURORA_CURL_FAILED = 8,
};

/// What came of it. Texts end with a NUL and are empty if there is nothing to say.
typedef struct {
    int end;
    int problem_code;
    /// Of HTTP; 0 if there was no answer.
    int64_t status;
    int64_t bytes;
    char problem[256];
    /// Where a redirect leads, absolute.
    char redirect[4096];
    char etag[256];
    char modified[128];
} AuroraCurlAnswer;

/// Does it, on this thread.
void aurora_curl_get(const AuroraCurlRequest *_Nonnull request, AuroraCurlAnswer *_Nonnull answer);

#endif
