import AuroraCore
import AuroraGraph

/// Batches whose results another process is making. They take up no job while they wait, and come first when they have
/// waited.
struct WaitingBatches {
    private var ready: [ActionStates.Batch] = []
    private var pauses: [ActionKey: Duration] = [:]

    private static let firstPause = Duration.milliseconds(20)
    private static let longestPause = Duration.milliseconds(250)

    /// Whether nothing was said yet of this batch's waiting.
    func isNew(_ batch: ActionStates.Batch) -> Bool { pauses[batch.first.key] == nil }

    /// How long to wait before the next look: longer every time.
    mutating func pause(before batch: ActionStates.Batch) -> Duration {
        let key = batch.first.key
        let pause = pauses[key].map { min($0 * 1.5, Self.longestPause) } ?? Self.firstPause
        pauses[key] = pause
        return pause
    }

    /// Takes in a batch that has waited.
    mutating func add(_ batch: ActionStates.Batch) { ready.append(batch) }

    /// The next batch that has waited; only one of a place, if any is stated.
    mutating func next(at place: WorkPlace? = nil) -> ActionStates.Batch? {
        ready.firstIndex { place == nil || $0.place == place }.map { ready.remove(at: $0) }
    }
}
