import CLibcurl
import Foundation
import Synchronization

/// A way to servers that keeps its connections from one exchange to the next. One exchange at a time.
///
/// SAFETY: who has a line is alone with it (`LinePool`); from elsewhere only `wake` is called, which the library allows while
/// the line is open, and each exchange holds the line until it has ended.
final class CurlLine: @unchecked Sendable {
    private let line: OpaquePointer

    /// Throws what is in the way of using the library.
    init() throws(MissingLibrary) {
        var problem = [CChar](repeating: 0, count: 256)
        guard let line = aurora_curl_open(&problem, problem.count) else {
            throw MissingLibrary(
                words: String(decoding: problem.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
        }
        self.line = line
    }

    deinit { aurora_curl_close(line) }

    /// Does one exchange on a thread of its own, since the library blocks. Ends soon after the task is cancelled.
    func perform(_ exchange: CurlExchange) async -> CurlOutcome {
        let control = Control(exchange)
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread { continuation.resume(returning: self.performHere(exchange, control)) }
            }
        } onCancel: {
            control.isCancelled.store(true, ordering: .relaxed)
            aurora_curl_wake(line)
        }
        return CurlOutcome(answer)
    }

    private func performHere(_ exchange: CurlExchange, _ control: Control) -> AuroraCurlAnswer {
        var answer = AuroraCurlAnswer()
        let texts = [exchange.url, exchange.method, exchange.proxy, exchange.certificates ?? ""] + exchange.headers
        withCStrings(texts) { texts in
            texts[4...].withUnsafeBufferPointer { headers in
                // An empty list has no address; one that is never looked at takes its place.
                let none = [texts[0]]
                none.withUnsafeBufferPointer { none in
                    guard let list = headers.baseAddress ?? none.baseAddress else { return }
                    var request = AuroraCurlRequest(
                        url: texts[0], method: texts[1], headers: list, header_count: headers.count,
                        certificates: exchange.certificates == nil ? nil : texts[3], proxy: texts[2],
                        body_bytes: exchange.bodyBytes ?? -1, connect_milliseconds: exchange.connectMilliseconds,
                        total_milliseconds: exchange.totalMilliseconds, stall_seconds: exchange.stallSeconds,
                        accepts: { Control.from($0).exchange.accepts($1, $2) ? 1 : 0 },
                        is_cancelled: { Control.from($0).isCancelled.load(ordering: .relaxed) ? 1 : 0 },
                        take: { context, status, announced, bytes, size in
                            let piece = CurlPiece(
                                status: Int(status), announcedBytes: announced < 0 ? nil : announced,
                                bytes: UnsafeRawBufferPointer(start: bytes, count: size))
                            return Control.from(context).exchange.take(piece) ? 1 : 0
                        },
                        give: {
                            Control.from($0).exchange.give(UnsafeMutableRawBufferPointer(start: $1, count: $2)) ?? -1
                        }, context: Unmanaged.passUnretained(control).toOpaque())
                    aurora_curl_perform(line, &request, &answer)
                }
            }
        }
        return answer
    }

    /// What the library's callbacks get to see.
    private final class Control: Sendable {
        let exchange: CurlExchange
        let isCancelled = Atomic(false)

        init(_ exchange: CurlExchange) { self.exchange = exchange }

        static func from(_ context: UnsafeMutableRawPointer?) -> Control {
            guard let context else { preconditionFailure("the library gives back what it was given") }
            return Unmanaged<Control>.fromOpaque(context).takeUnretainedValue()
        }
    }
}

/// Why libcurl cannot be used, in the loader's words.
struct MissingLibrary: Error {
    let words: String
}

/// Calls `body` with the texts as C has them.
private func withCStrings(_ texts: [String], _ body: ([UnsafePointer<CChar>]) -> Void) {
    let copies = texts.compactMap { strdup($0) }
    defer { for copy in copies { free(copy) } }
    guard copies.count == texts.count else { preconditionFailure("out of memory") }
    body(copies.map { UnsafePointer($0) })
}
