import AuroraSession

extension JSONText {
    static func jobs(_ jobs: [PaidJobs.Report]) -> String {
        jobs.map { job in
            line(
                "job",
                [
                    "task": .text(job.task), "output": .text(job.name), "workspace": .text(job.workspace),
                    "state": .text(job.state.rawValue), "attempt": .integer(Int64(job.attempt)),
                    "estimateMicroDollars": .integer(job.estimate.microDollars),
                    "spendingMicroDollars": .integer(job.spending.microDollars),
                    "chargedMicroDollars": job.charged.map { .integer($0.microDollars) },
                    "startedAt": .text(job.started.description), "updatedAt": .text(job.updated.description),
                    "problem": job.problem.isEmpty ? nil : .text(job.problem),
                ])
        }.joined()
    }
}
