import AuroraCore
import AuroraHosted
import AuroraProvenance

/// What was paid for before, as a record or the journal tells.
struct EarlierResult: Sendable {
    let artifact: Artifact
    let cost: Cost
    let paid: PaidFacts

    var attempt: Int { paid.attempt }
}

extension ProvenanceRecord {
    /// What it tells of a request, whatever its action key is called by now.
    func paid(for request: RequestKey) -> EarlierResult? {
        paid.flatMap { facts in
            facts.request == request.digest ? EarlierResult(artifact: output, cost: cost, paid: facts) : nil
        }
    }
}

extension PaidFacts {
    /// What a record keeps of a job that is done.
    init(_ job: Job) {
        self.init(
            request: job.order.request.digest, task: job.id.text, attempt: job.attempt,
            video: job.generation?.videoUUID ?? "", seed: job.generation?.seed, estimate: job.order.estimate,
            isCostTold: job.generation?.cost != nil, started: job.created, finished: job.updated)
    }
}
