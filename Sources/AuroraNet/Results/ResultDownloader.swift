import AuroraCore
import AuroraFiles

/// Gets results by libcurl, straight to disk, and goes on where a connection was cut.
package struct ResultDownloader: ResultDownloading {
    private let rules: ResultRules
    private let time: RetryTime
    private let now: @Sendable () -> Int64

    /// `now` is in nanoseconds since 1970.
    package init(_ rules: ResultRules, time: RetryTime = .real, now: @escaping @Sendable () -> Int64) {
        self.rules = rules
        self.time = time
        self.now = now
    }

    package func get(
        url: String, to path: String, limits: DownloadLimits,
        progress: @escaping @Sendable (_ bytes: Int64, _ total: Int64?) -> Void
    ) async throws(DownloadFailure) -> DownloadedResult {
        _ = try rules.route(to: url)
        let file: NewFile
        do throws(FileError) { file = try NewFile.create(path) } catch { throw .unwritable(error.reason) }
        do throws(DownloadFailure) {
            let sink = ResultSink(FileSink(file.descriptor, maximumBytes: limits.bytes), progress: progress)
            return try await getWhole(url, sink, limits)
        } catch {
            // What went wrong counts; a file that cannot be removed is swept with its folder.
            try? Files.remove(path)
            throw error
        }
    }

    private func getWhole(_ url: String, _ sink: ResultSink, _ limits: DownloadLimits) async throws(DownloadFailure)
        -> DownloadedResult
    {
        let start = time.now()
        let line: CurlLine
        do throws(MissingLibrary) { line = try CurlLine() } catch { throw .refused(error.words) }
        var known = PartialResult()
        var tries = 0
        while true {
            let left = .seconds(limits.totalSeconds) - (time.now() - start)
            guard left > .zero else { throw .cut("it takes longer than \(limits.totalSeconds) seconds") }
            let before = sink.bytes
            let outcome = try await follow(url, known, sink, limits, line, left)
            try check(outcome, sink, limits)
            let lack: Lack
            switch known.judge(outcome, start: before, bytes: sink.bytes) {
            case .whole: return try finish(outcome, sink)
            case .again(let found): lack = found
            case .startOver(let found):
                lack = found
                sink.empty()
                known = PartialResult()
            }
            tries += 1
            guard tries <= limits.resumes else { throw lack.failure }
            let asked = RetryAfter.seconds(outcome.retryAfter, now: now() / 1_000_000_000)
            do { try await time.sleep(wait(tries, asked: asked)) } catch { throw .cancelled }
        }
    }

    /// One exchange, and those that it is led on to.
    private func follow(
        _ url: String, _ known: PartialResult, _ sink: ResultSink, _ limits: DownloadLimits, _ line: CurlLine,
        _ left: Duration
    ) async throws(DownloadFailure) -> CurlOutcome {
        var current = url
        for _ in 0...limits.redirects {
            let route = try rules.route(to: current)
            sink.begin()
            let outcome = await line.perform(
                CurlExchange(
                    url: route.url.text, headers: known.headers(bytes: sink.bytes), certificates: rules.certificates,
                    proxy: route.proxy, connectMilliseconds: Int64(limits.connectSeconds) * 1000,
                    totalMilliseconds: left.components.seconds * 1000 + 1000,
                    stallSeconds: Int64(limits.stallSeconds), accepts: { route.accepts($0, $1) },
                    take: { sink.take($0) }))
            if outcome.end == .refused { throw .refused("`\(route.url.host)` is not on the open internet") }
            guard outcome.end == .done, [301, 302, 303, 307, 308].contains(outcome.status) else { return outcome }
            current = outcome.redirect
        }
        throw .refused("it leads on more than \(Wording.count(limits.redirects, "time"))")
    }

    /// Throws what no second try mends.
    private func check(_ outcome: CurlOutcome, _ sink: ResultSink, _ limits: DownloadLimits) throws(DownloadFailure) {
        switch sink.problem {
        case .tooLarge: throw .tooLarge(limits.bytes)
        case .unwritable(let code): throw .unwritable(FileError("write", "", code: code).reason)
        case nil: break
        }
        if outcome.end == .cancelled { throw .cancelled }
        if outcome.end == .distrusted { throw .refused(PrintableText.sanitized(outcome.problem)) }
        switch outcome.status {
        case 0, 200, 206, 416: break
        case 403, 404, 410: throw .gone(outcome.status)
        case let status where RetryPolicy.passingStatuses.contains(status): break
        default: throw .status(outcome.status)
        }
        guard outcome.status == 200 || outcome.status == 206 else { return }
        if sink.isNoMedia || MediaHead.isOther(outcome.contentType) {
            let type =
                outcome.contentType.isEmpty ? "something else" : "`\(PrintableText.sanitized(outcome.contentType))`"
            throw .notMedia("it is no video but \(type)")
        }
    }

    private func finish(_ outcome: CurlOutcome, _ sink: ResultSink) throws(DownloadFailure) -> DownloadedResult {
        guard sink.bytes >= MediaHead.length else {
            throw .notMedia("it has \(Wording.count(Int(sink.bytes), "byte"))")
        }
        return DownloadedResult(bytes: sink.bytes, contentType: outcome.contentType)
    }

    /// Half a second, and twice as long each time, or what the server asks for if that is bearable.
    private func wait(_ tries: Int, asked: Int?) -> Duration {
        let ours = min(.milliseconds(500) * (1 << min(tries - 1, 10)), .seconds(8)) * time.chance()
        return .seconds(min(asked ?? 0, 30)) + ours
    }
}
