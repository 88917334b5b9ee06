import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph

/// A plan and, if carrying it out changes anything, the lock under which that is done.
struct PreparedBuild: ~Copyable {
    let plan: Plan
    let lock: FileLock?
}

extension Session {
    /// Plans, and takes the lock and tidies up if there is something to do.
    func prepare(
        _ graph: ActionGraph, _ removed: [StaleRecord], refreshed: Set<ActionKey>, retriesFailed: Bool,
        _ observer: some BuildObserver
    ) async throws -> PreparedBuild {
        let plan = try plan(graph, refreshed: refreshed, retriesFailed: retriesFailed)
        if plan.isUpToDate && removed.allSatisfy(\.isGone) {
            try sweepAfterKilledBuild()
            return PreparedBuild(plan: plan, lock: nil)
        }
        let lock = try await waitForBuildLock(observer)
        try Files.removeTree(layout.temporary)
        // Another build may have done it all while this one waited.
        return PreparedBuild(plan: try self.plan(graph, refreshed: refreshed, retriesFailed: retriesFailed), lock: lock)
    }

    /// Ends a build: its temporary files go, and what was found out of files becomes certain.
    func settle(_ hasWritten: Bool) async throws {
        if hasWritten { try Files.removeTree(layout.temporary) }
        // Files that were written just now can be remembered once the clock has moved on. An interrupt cuts the pause
        // short, and they are looked at again next time.
        if digests.hasFreshFiles { try? await Task.sleep(for: .nanoseconds(FileFacts.tickNanoseconds)) }
        digests.lookAgain()
    }

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
            for entry in report.entries {
                guard let key = entry.keyed?.key else { continue }
                switch entry.outcome {
                case .failed(let diagnostics): index.failures[key] = diagnostics.first?.problem ?? ""
                case .made(let seconds):
                    index.failures[key] = nil
                    let length = entry.result?.media?.durationMilliseconds ?? 0
                    if case .talkingHead = entry.action.work, length > 0 {
                        index.renderPace = Int(seconds * 1_000_000) / length
                    }
                case .current, .restored: index.failures[key] = nil
                case .skipped, .blocked, .unneeded: break
                }
            }
        }
    }
}
