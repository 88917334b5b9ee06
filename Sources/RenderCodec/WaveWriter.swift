import Glibc

/// Writes a sound as a WAVE file of 16-bit samples, for those who read nothing else.
package enum WaveWriter {
    private static let operation = "write the sound"
    /// How many samples of a channel are in memory at a time.
    private static let piece = 1 << 15

    /// Writes all of `sound` to a new file at `path`. Returns how many samples of a channel there are. Throws what reading
    /// throws, and `.unwritable`.
    package static func write(_ sound: SoundReader, to path: String) throws(CodecError) -> Int {
        guard let file = fopen(path, "wbe") else { throw .system(.unwritable, operation: operation) }
        defer { fclose(file) }
        // Its lengths are known at the end.
        try put(header(sound, samples: 0), file)
        var count = 0
        while true {
            let channels = try sound.read(piece)
            guard let first = channels.first, !first.isEmpty else { break }
            try put(interleaved(channels), file)
            count += first.count
        }
        guard fseek(file, 0, SEEK_SET) == 0 else { throw .system(.unwritable, operation: operation) }
        try put(header(sound, samples: count), file)
        guard fflush(file) == 0 else { throw .system(.unwritable, operation: operation) }
        return count
    }

    private static func interleaved(_ channels: [[Float]]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(channels.count * (channels.first?.count ?? 0) * 2)
        for index in channels[0].indices {
            for channel in channels {
                let sample = Int16((min(max(channel[index], -1), 1) * 32767).rounded())
                bytes.append(UInt8(truncatingIfNeeded: sample))
                bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
            }
        }
        return bytes
    }

    /// As "Multimedia Programming Interface and Data Specifications 1.0" (Microsoft, 1991) has it: PCM.
    private static func header(_ sound: SoundReader, samples: Int) -> [UInt8] {
        func little(_ value: Int, _ bytes: Int) -> [UInt8] {
            (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let frame = max(sound.channelCount, 1) * 2
        let length = samples * frame
        return Array("RIFF".utf8) + little(36 + length, 4) + Array("WAVEfmt ".utf8) + little(16, 4) + little(1, 2)
            + little(max(sound.channelCount, 1), 2) + little(sound.sampleRateHz, 4)
            + little(sound.sampleRateHz * frame, 4) + little(frame, 2) + little(16, 2) + Array("data".utf8)
            + little(length, 4)
    }

    private static func put(_ bytes: [UInt8], _ file: UnsafeMutablePointer<FILE>) throws(CodecError) {
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
            throw .system(.unwritable, operation: operation)
        }
    }
}
