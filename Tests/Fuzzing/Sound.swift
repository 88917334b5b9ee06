import Glibc
import RenderCodec

/// One input of libFuzzer's for the decoder of sounds: whatever it is, it ends as samples that are numbers, or as an
/// error.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSound(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let path = "/dev/shm/aurora-fuzz-\(getpid())"
    let file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    precondition(file >= 0 && write(file, data, count) == count, "the input can be written down")
    defer {
        close(file)
        unlink(path)
    }
    // An error in words is what is wanted of most inputs.
    guard let track = try? AudioDecoder.decodeTrack(path, sampleRateHz: 16_000) else { return 0 }
    precondition((1...2).contains(track.channels.count), "a track has one or two channels")
    precondition(track.channels.allSatisfy { $0.allSatisfy(\.isFinite) }, "samples are numbers")
    return 0
}
