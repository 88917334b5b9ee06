import AuroraBuild
import AuroraCore
import AuroraGraph
import AuroraHosted
import AuroraWorkspace

extension Session {
    /// Brings home what was paid for and is under way, though no scene asks for it at the moment: it is in the cache then,
    /// should one ask again. Waits for nothing; what cannot be had now is left for the next build.
    func collectPaid(
        _ graph: ActionGraph, _ plan: SpendingPlan, _ hosted: HostedProvider, _ observer: some BuildObserver
    )
        async throws
    {
        guard graph.actions.contains(where: { $0.work.place == .service }), let journal = try journalIfThere() else {
            return
        }
        let asked = Set(plan.items.compactMap(\.request))
        let open: [Job]
        do throws(JournalError) { open = try journal.jobs(of: folder.path) } catch {
            throw DiagnosticsError([error.diagnostic])
        }
        for job in open where job.state.isOpen && !asked.contains(job.order.request.description) {
            // Whatever stands in the way does so for the next build too, which tells if somebody asks for it.
            guard let done = try? await hosted.collect(job), done.state == .done else { continue }
            observer.observe(
                .warned(
                    Diagnostic(
                        "`\(PrintableText.sanitized(job.order.name))` as it was before is there now, and paid; no scene asks for it",
                        severity: .warning)))
        }
        try Task.checkCancellation()
    }
}

extension HostedProvider {
    /// Goes on with a job, as far as that goes at once.
    fileprivate func collect(_ job: Job) async throws -> Job {
        let tools = try desk.tools
        return try await staging.during { folder in
            let home = HostedDelivery(
                downloads: tools.downloads, contentStore: staging.contentStore, inspector: inspector, folder: folder,
                format: Self.format(of: job), soundMilliseconds: job.order.milliseconds,
                span: SourceSpan(file: job.order.name, line: 1, column: 1, text: ""))
            let done = try await tools.tasks.collect(job) { _, result in try await home.bring(result) { _ in } }
            if done.state == .done, let artifact = done.output {
                let result = ActionResult(
                    artifact: artifact, media: try await home.facts(of: artifact),
                    cost: done.charged ?? done.order.estimate, paid: PaidFacts(done))
                try store(result, done.order.action)
            }
            return done
        }
    }

    private static func format(of job: Job) -> VideoFormat {
        let stated = JSONValue(Array(job.task.utf8))?["outputFormat"]?.text ?? ""
        return VideoFormat(rawValue: stated.lowercased()) ?? .mp4
    }
}
