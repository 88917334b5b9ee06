package import AuroraCore
package import AuroraHosted
import AuroraWorkspace

/// The paid tasks of this user, as the journal tells. Reads no scene, so that a workspace with mistakes in it can be asked.
package struct PaidJobs: Sendable {
    /// One task.
    package struct Report: Sendable {
        package let task: String
        /// What people call the output: `baker.t2`.
        package let name: String
        package let scene: String
        package let provider: String
        /// Absolute path.
        package let workspace: String
        package let state: State
        package let attempt: Int
        package let estimate: Cost
        /// What it takes out of every cap: what was paid, or is put aside.
        package let spending: Cost
        /// What was paid; `nil` while that is not known.
        package let charged: Cost?
        package let started: UTCTime
        package let updated: UTCTime
        /// Why it is where it is; empty for nothing.
        package let problem: String
    }

    package typealias State = JobState

    /// What to do about an undecided task.
    package enum Decision: Sendable {
        /// The next build sends it again, under the same name.
        case resubmit
        /// It is given up and counts as not paid; the next build asks for a new one.
        case abandon
    }

    private let journal: DiskJobJournal?
    /// Absolute path of the workspace; `nil` outside of any.
    private let workspace: String?
    private let now: @Sendable () -> Int64

    /// Opens the journal. Throws `DiagnosticsError` if it cannot be used.
    package static func open(_ directory: String, environment: SessionEnvironment) throws -> PaidJobs {
        let root = try? WorkspaceFinder.find(from: directory)
        let journal = try JournalPlace(environment.variables, apartFrom: root ?? "/nowhere").openIfThere()
        return PaidJobs(journal: journal, workspace: root, now: environment.now)
    }

    /// The open tasks of this workspace, oldest first; all of them, with those that have ended, if `all`.
    package func list(all: Bool) throws -> [Report] {
        try jobs().filter { all || $0.state.isOpen }.map { Report($0) }
    }

    /// Those of this workspace that have ended and cost something, oldest first. None outside of any workspace.
    func spent() throws -> [Report] {
        guard workspace != nil else { return [] }
        return try jobs().filter { !$0.state.isOpen && $0.spending != .zero }.map { Report($0) }
    }

    /// Decides about an undecided task, named by its UUID or the beginning of it. Throws `DiagnosticsError` if there is no such
    /// task, or if nothing is to be decided about it.
    package func resolve(_ name: String, _ decision: Decision) throws -> Report {
        let found = try jobs().filter { $0.id.text.hasPrefix(name.lowercased()) }
        guard let job = found.first, found.count == 1, !name.isEmpty else {
            throw DiagnosticsError([
                Diagnostic(
                    "\(found.isEmpty ? "there is no paid task" : "there are several paid tasks") "
                        + "`\(PrintableText.sanitized(name))`", hint: "`aurora jobs --all` lists them")
            ])
        }
        guard job.state == .undecided, let journal else {
            throw DiagnosticsError([
                Diagnostic(
                    "task \(job.id) is \(job.state.rawValue): there is nothing to decide",
                    hint: job.state.isOpen
                        ? "`aurora build` goes on with it" : "`aurora jobs --all` shows what became of it")
            ])
        }
        var next = job
        next.updated = now() / 1_000_000
        switch decision {
        case .resubmit:
            next.state = .sending
            next.problem = ""
        case .abandon: next.state = .abandoned
        }
        do throws(JournalError) {
            guard try journal.update(next, from: .undecided) else {
                throw JournalError.unusable(path: "", reason: "somebody else has just decided")
            }
        } catch { throw DiagnosticsError([error.diagnostic]) }
        return Report(next)
    }

    private func jobs() throws -> [Job] {
        do throws(JournalError) { return try journal?.jobs(of: workspace) ?? [] } catch {
            throw DiagnosticsError([error.diagnostic])
        }
    }
}

extension PaidJobs.Report {
    fileprivate init(_ job: Job) {
        self.init(
            task: job.id.text, name: job.order.name, scene: job.order.scene, provider: job.order.provider,
            workspace: job.order.workspace, state: job.state,
            attempt: job.attempt, estimate: job.order.estimate, spending: job.spending, charged: job.charged,
            started: UTCTime(milliseconds: job.created), updated: UTCTime(milliseconds: job.updated),
            problem: job.problem)
    }
}
