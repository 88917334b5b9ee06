import CSQLite

/// A database file of SQLite with one connection. Not safe to be used by two threads at once: whoever holds it sees to that.
///
/// Its journal is a write-ahead log that is synced with every transaction: what is committed survives a power cut.
package final class Database {
    private let connection: OpaquePointer

    /// What SQLite says is wrong.
    package struct Failure: Error, Hashable {
        /// In SQLite's words, or in those of the loader that does not find it.
        package let reason: String

        package init(reason: String) { self.reason = reason }
    }

    /// Opens or makes the file at `path`.
    package init(_ path: String) throws(Failure) {
        if let problem = SQLite.opened.problem { throw Failure(reason: problem) }
        var connection: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX
        let code = sqlite.open_v2(path, &connection, flags, nil)
        guard let connection, code == SQLITE_OK else {
            let reason = connection.map { Self.words($0) } ?? "out of memory"
            if let connection { _ = sqlite.close_v2(connection) }
            throw Failure(reason: reason)
        }
        self.connection = connection
        _ = sqlite.busy_timeout(connection, 30_000)
        try run("PRAGMA journal_mode = WAL")
        try run("PRAGMA synchronous = FULL")
    }

    deinit { _ = sqlite.close_v2(connection) }

    /// A value of a row.
    package enum Value: Hashable, Sendable {
        case null
        case integer(Int64)
        case text(String)

        /// `nil` is `.null`.
        package init(_ integer: Int64?) { self = integer.map { .integer($0) } ?? .null }
        /// `nil` is `.null`.
        package init(_ text: String?) { self = text.map { .text($0) } ?? .null }

        /// The number; `nil` for what is none.
        package var integer: Int64? {
            if case .integer(let integer) = self { integer } else { nil }
        }

        /// The text; `nil` for what is none.
        package var text: String? {
            if case .text(let text) = self { text } else { nil }
        }
    }

    /// Runs one statement with values for its `?`, and gives its rows.
    @discardableResult
    package func run(_ statement: String, _ values: [Value] = []) throws(Failure) -> [[Value]] {
        var prepared: OpaquePointer?
        guard sqlite.prepare_v2(connection, statement, -1, &prepared, nil) == SQLITE_OK, let prepared else {
            throw failure
        }
        defer { _ = sqlite.finalize(prepared) }
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            let code =
                switch value {
                case .null: sqlite.bind_null(prepared, place)
                case .integer(let integer): sqlite.bind_int64(prepared, place, integer)
                case .text(let text):
                    sqlite.bind_text(prepared, place, text, Int32(text.utf8.count), aurora_sqlite_transient())
                }
            guard code == SQLITE_OK else { throw failure }
        }
        var rows: [[Value]] = []
        while true {
            switch sqlite.step(prepared) {
            case SQLITE_ROW: rows.append(Self.row(prepared))
            case SQLITE_DONE: return rows
            default: throw failure
            }
        }
    }

    /// How many rows the last statement changed.
    package var changeCount: Int { Int(sqlite.changes(connection)) }

    /// Does several things as one: all of them, or none if one throws.
    package func transaction<Result, Problem: Error>(
        failing wrap: (Failure) -> Problem, _ body: () throws(Problem) -> Result
    ) throws(Problem) -> Result {
        // Immediate: whoever reads in it does so after everybody who wrote before.
        do throws(Failure) { try run("BEGIN IMMEDIATE") } catch { throw wrap(error) }
        let result: Result
        do throws(Problem) { result = try body() } catch {
            // What went wrong counts; a transaction that cannot be rolled back is not committed either.
            _ = try? run("ROLLBACK")
            throw error
        }
        do throws(Failure) { try run("COMMIT") } catch {
            _ = try? run("ROLLBACK")
            throw wrap(error)
        }
        return result
    }

    private var failure: Failure { Failure(reason: Self.words(connection)) }

    private static func words(_ connection: OpaquePointer) -> String {
        sqlite.errmsg(connection).map { String(cString: $0) } ?? "out of memory"
    }

    private static func row(_ statement: OpaquePointer) -> [Value] {
        var values: [Value] = []
        var column: Int32 = 0
        while true {
            switch sqlite.column_type(statement, column) {
            case SQLITE_INTEGER: values.append(.integer(sqlite.column_int64(statement, column)))
            case SQLITE_TEXT:
                values.append(.text(sqlite.column_text(statement, column).map { String(cString: $0) } ?? ""))
            default: values.append(.null)
            }
            column += 1
            if column >= sqlite.column_count(statement) { return values }
        }
    }
}

/// SQLite: `sqlite.x` is its function `sqlite3_x`.
private let sqlite = SQLite.opened.functions

/// Opens SQLite when it is first needed; never closed.
private enum SQLite {
    /// Swift runs this once, whatever the number of threads.
    static let opened: (functions: SQLiteFunctions, problem: String?) = {
        var problem: UnsafePointer<CChar>?
        let functions = aurora_sqlite_open(&problem)
        return (functions, problem.map { String(cString: $0) })
    }()
}
