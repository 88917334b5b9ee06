package import RenderMedia

/// Reads whole sounds from files: WAV, MP3, FLAC, Ogg, M4A and others, told apart by content. Long ones are better read by
/// `SoundReader`.
///
/// How long a sound is, is counted from what was decoded: a header may lie.
package enum AudioDecoder {
    /// Largest file that is read, in bytes.
    package static let fileLimit = 1 << 30
    /// Longest sound that is decoded.
    package static let durationLimitSeconds = 600

    static let operation = "decode the sound"

    /// The sound in the file at `path`, mixed to one channel, at `sampleRateHz`. Throws as `SoundReader` does.
    package static func decode(_ path: String, sampleRateHz: Int) throws(CodecError) -> AudioClip {
        let channels = try all(of: SoundReader(path, sampleRateHz: sampleRateHz, channels: .one))
        return AudioClip(samples: channels[0], sampleRateHz: sampleRateHz)
    }

    /// The sound in the file at `path` with its own channels, mixed to two if it has more, at `sampleRateHz`. Throws as
    /// `SoundReader` does.
    package static func decodeTrack(_ path: String, sampleRateHz: Int) throws(CodecError) -> SoundTrack {
        let channels = try all(of: SoundReader(path, sampleRateHz: sampleRateHz, channels: .own))
        return SoundTrack(channels: channels, sampleRateHz: sampleRateHz)
    }

    private static func all(of reader: SoundReader) throws(CodecError) -> [[Float]] {
        var channels = [[Float]](repeating: [], count: reader.channelCount)
        while true {
            let piece = try reader.read(1 << 15)
            if piece[0].isEmpty { return channels }
            for (index, samples) in piece.enumerated() { channels[index] += samples }
        }
    }
}
