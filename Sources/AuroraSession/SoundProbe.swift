import AuroraBuild
import AuroraCore
import AuroraFiles
import RenderProtocol
import Synchronization

/// Measures sounds with `aurora-render`: many with one start of it, and a few starts side by side.
struct SoundProbe: Sendable {
    let renderer: RendererProcess
    let staging: Staging
    /// How many renderers may run at a time; at least 1.
    let processes: Int

    /// Sounds that one renderer is given, and bytes of copies after which it is given no more.
    static let soundLimit = 64
    static let byteLimit: Int64 = 64 << 20
    /// Starts of the renderer that may fail before it is left alone.
    static let failureLimit = 16

    private struct State {
        var waiting: ArraySlice<InputBytes>
        var lengths: [Digest: Int] = [:]
        var failures = 0
    }

    private final class Desk: Sendable {
        let state: Mutex<State>

        init(_ sounds: [InputBytes]) { state = Mutex(State(waiting: sounds[...])) }
    }

    /// A sound that was copied aside.
    private struct Copy {
        let name: String
        let digest: Digest
    }

    /// Lengths in milliseconds, by digest. Without those that cannot be decoded; without all that are left once it
    /// shows that the renderer is of no use. Throws `CancellationError` alone.
    func lengths(of sounds: [InputBytes]) async throws -> [Digest: Int] {
        // Without a renderer nothing needs to be copied aside for it.
        guard (try? renderer.locate()) != nil else { return [:] }
        let desk = Desk(sounds)
        let share = max(1, min(Self.soundLimit, (sounds.count + processes - 1) / processes))
        await withTaskGroup { group in
            for _ in 0..<max(1, min(processes, sounds.count)) {
                group.addTask { await self.work(desk, share) }
            }
        }
        try Task.checkCancellation()
        return desk.state.withLock { $0.lengths }
    }

    /// Measures batches until none are left.
    private func work(_ desk: Desk, _ share: Int) async {
        while !Task.isCancelled, desk.state.withLock({ !$0.waiting.isEmpty }) {
            do {
                try await staging.during { folder in
                    await measure(batch(desk, share, folder), desk, folder)
                    try Files.removeTree(folder)
                }
            } catch {
                // The disk takes nothing more: what is not measured yet stays unknown.
                desk.state.withLock { $0.waiting = [] }
            }
        }
    }

    /// Copies the next sounds aside. One that cannot be copied is left out.
    private func batch(_ desk: Desk, _ share: Int, _ folder: String) -> [Copy] {
        var copies: [Copy] = []
        var bytes: Int64 = 0
        while copies.count < share, bytes < Self.byteLimit,
            let sound = desk.state.withLock({ $0.waiting.popFirst() })
        {
            guard let name = try? staging.copy(sound, as: String(copies.count), to: folder),
                let facts = try? FileFacts.of(Paths.join(folder, name))
            else { continue }
            bytes += facts.size
            copies.append(Copy(name: name, digest: sound.digest))
        }
        return copies
    }

    /// Measures copies. If the renderer comes to harm over them, each half is tried by itself, so that one bad sound
    /// hides no other.
    private func measure(_ copies: [Copy], _ desk: Desk, _ folder: String) async {
        let isHopeless = desk.state.withLock { $0.failures >= Self.failureLimit }
        guard !copies.isEmpty, !isHopeless, !Task.isCancelled else { return }
        let task = RenderTask.probe(ProbeRequest(sounds: copies.map(\.name)))
        do {
            guard case .probe(let facts) = try await renderer.run(task, in: folder, progress: { _ in }),
                facts.durationsMilliseconds.count == copies.count
            else { throw RendererError.unreadableAnswer }
            desk.state.withLock { state in
                for (copy, length) in zip(copies, facts.durationsMilliseconds) {
                    if let length, length >= 0 { state.lengths[copy.digest] = length }
                }
            }
        } catch {
            let cannotStart = if case RendererError.notStarted = error { true } else { false }
            desk.state.withLock { state in
                state.failures += cannotStart ? Self.failureLimit : 1
                if state.failures >= Self.failureLimit { state.waiting = [] }
            }
            guard copies.count > 1 else { return }
            let middle = copies.count / 2
            await measure(Array(copies[..<middle]), desk, folder)
            await measure(Array(copies[middle...]), desk, folder)
        }
    }
}
