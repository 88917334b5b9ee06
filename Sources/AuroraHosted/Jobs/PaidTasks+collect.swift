package import AuroraCore

extension PaidTasks {
    /// Goes on with a task that nobody asks for at the moment, as far as that goes without waiting: what was paid for is
    /// brought home. Sends nothing. Returns the job as it is then. Throws what `deliver` throws, `JournalError` and
    /// `CancellationError`.
    package func collect(
        _ open: Job, deliver: @Sendable (Job, Generation) async throws -> Artifact
    ) async throws -> Job {
        var job = open
        if job.state == .sending, case .found(let report) = try await find(job.id) { job = try adopt(job, report) }
        if job.state == .accepted {
            switch try await service.report(on: job.id) {
            case .finished(let generation): job = try ready(job, generation)
            case .failed(let error, let charged): job = try fail(job, error, charged)
            case .processing, .missing, .stopped, .unclear: return job
            }
        }
        guard job.state == .ready, let generation = job.generation else { return job }
        return try await settle(job, generation, deliver)
    }
}
