// SQLite, as its own header declares it, but opened when it is first needed: few commands have to do with money.
#ifndef C_SQLITE_H
#define C_SQLITE_H

#include <sqlite3.h>

// Every function of the library that is used, without the "sqlite3_" before its name. To use another, add it here: a
// direct call of `sqlite3_x` compiles, but does not link.
#define SQLITE_FUNCTIONS(X) \
    X(bind_int64) \
    X(bind_null) \
    X(bind_text) \
    X(busy_timeout) \
    X(changes) \
    X(close_v2) \
    X(column_count) \
    X(column_int64) \
    X(column_text) \
    X(column_type) \
    X(errmsg) \
    X(finalize) \
    X(open_v2) \
    X(prepare_v2) \
    X(step)

// The library's functions, each with the type that its header gives it. They never change, so any thread may have them.
typedef struct __attribute__((swift_attr("@Sendable"))) {
#define SQLITE_FIELD(name) __typeof__(&sqlite3_##name) _Nonnull name;
    SQLITE_FUNCTIONS(SQLITE_FIELD)
#undef SQLITE_FIELD
} SQLiteFunctions;

// The file name of the library whose header this is.
#define SQLITE_FILE "libsqlite3.so.0"

// Opens the library and finds its functions. It stays open to the end of the process. `problem` becomes NULL, or what is
// wrong in words that stay valid until the thread's next call; calling a function then stops the program.
SQLiteFunctions aurora_sqlite_open(const char *_Nullable *_Nonnull problem);

// What the library does with a text that it is given: copies it. The macro SQLITE_TRANSIENT is a cast, which Swift does
// not import.
sqlite3_destructor_type _Nonnull aurora_sqlite_transient(void);

#endif
