/// The classifier of pictures that are not safe for work: Yahoo's open_nsfw, a residual network of 50 layers that was
/// trained to tell pornographic pictures from others. It knows nothing of violence, drawings or text.
///
/// Holds memory of the library; used by one thread at a time.
package final class SafetyModel {
    /// Width and height of the picture that it looks at.
    package static let side = 224
    /// What it expects to be taken off the values, 0…255, of blue, green and red: the mean of its training pictures.
    /// Source: `classify_nsfw.py` of open_nsfw (BSD-2-Clause).
    package static let means: SIMD3<Float> = [104, 117, 123]

    private let session: ONNXSession

    /// Loads it from an engine folder. Throws `.missing`, `.altered` or `.unusable`.
    package init(_ folder: EngineFolder) throws(InferenceError) {
        session = try ONNXSession(.safetyModel, library: .safetyLibrary, in: folder)
    }

    /// How likely it is, 0…1, that a picture is not safe for work. `values` are those of its pixels, row-major, blue,
    /// green, red, less the means.
    ///
    /// Throws `.failed`.
    package func probability(_ values: [Float]) throws(InferenceError) -> Float {
        let side = Int64(Self.side)
        let answer = try session.run(
            values, shape: [1, side, side, 3], from: "input:0", to: "outputs", count: 2)
        // The first is how likely it is that it is safe.
        guard (0...1).contains(answer[1]) else {
            throw InferenceError(.failed, "the safety check's model answers with no probability", of: .safety)
        }
        return answer[1]
    }
}
