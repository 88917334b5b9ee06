import AuroraBuild
import AuroraCore
import AuroraFiles

extension Session {
    /// Takes the lock under which builds change things, waiting for another build to end. The lock dies with its
    /// process. Throws `CancellationError` when interrupted meanwhile.
    func waitForBuildLock(_ observer: some BuildObserver) async throws -> FileLock {
        var hasTold = false
        while true {
            if let lock = try FileLock.acquire(layout.buildLock) { return lock }
            if !hasTold {
                let holder = FileLock.holder(layout.buildLock).map { " (process \($0))" } ?? ""
                observer.observe(.warned(Diagnostic("waiting for another build to end\(holder)", severity: .warning)))
                hasTold = true
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Removes what a build that was killed at its very end left behind, unless another build is at work.
    func sweepAfterKilledBuild() throws {
        guard try !Files.names(in: layout.temporary).isEmpty else { return }
        switch try FileLock.acquire(layout.buildLock) {
        case .some(let lock):
            try Files.removeTree(layout.temporary)
            _ = consume lock
        case .none: return
        }
    }

    /// As `saveIndex`: the videos are in their places, so that it fails is no failure of the build. The next one has to
    /// read more files.
    func saveIndex(warning observer: some BuildObserver) {
        do { try saveIndex() } catch {
            let told = (error as? any DiagnosticConvertible)?.diagnostics ?? [Diagnostic("\(error)")]
            for diagnostic in told {
                observer.observe(.warned(Diagnostic(diagnostic.problem, hint: diagnostic.hint, severity: .warning)))
            }
        }
    }

    /// Notes failures for `aurora status`, and how fast rendering went for the next plan's estimate.
    func remember(_ report: BuildReport) throws {
        digests.update { index in
            for entry in report.outcomes {
                switch entry.outcome {
                case .failed(let diagnostics): index.failures[entry.step.key] = diagnostics.first?.problem ?? ""
                case .made(let seconds):
                    index.failures[entry.step.key] = nil
                    let length = entry.result?.media.durationMilliseconds ?? 0
                    if length > 0 { index.renderPace = Int(seconds * 1_000_000) / length }
                case .current, .restored: index.failures[entry.step.key] = nil
                case .skipped: break
                }
            }
        }
    }
}
