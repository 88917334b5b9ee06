import AuroraCore
import AuroraFiles
import RenderProtocol

/// Looks into sounds and videos with the renderer, which reads them in a confined process of its own.
struct MediaInspector: Sendable {
    let renderer: RendererProcess

    /// The length of a sound in milliseconds; `nil` if it cannot be decoded. `name` is that of a file in `folder`.
    func soundLength(of name: String, in folder: String) async throws -> Int? {
        let task = RenderTask.probe(ProbeRequest(sounds: [name]))
        guard case .probe(let facts) = try await renderer.run(task, in: folder, progress: { _ in }) else {
            throw RendererError.unreadableAnswer
        }
        return facts.durationsMilliseconds.first ?? nil
    }

    /// What a video is; `nil` if it cannot be decoded.
    func video(_ name: String, in folder: String) async throws -> AuroraCore.MediaFacts? {
        guard
            case .video(let facts) = try await renderer.run(
                .inspect(InspectRequest(video: name)), in: folder, progress: { _ in })
        else { return nil }
        return EmbeddedProvider.media(facts)
    }

    /// Writes a sound as `wave`, a WAVE file in the same folder. False if it cannot be decoded.
    func writeWave(_ name: String, as wave: String, in folder: String) async throws -> Bool {
        let task = RenderTask.wave(WaveRequest(sound: name, output: wave))
        guard case .probe = try await renderer.run(task, in: folder, progress: { _ in }) else { return false }
        return true
    }
}
