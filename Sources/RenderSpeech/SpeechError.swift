/// Why a sound cannot drive a face.
package enum SpeechError: Error, Equatable, Sendable {
    /// Nothing in the sound is loud enough to be speech. `peakDecibels` is its loudest 25 ms, relative to full scale.
    case silent(peakDecibels: Float)
}
