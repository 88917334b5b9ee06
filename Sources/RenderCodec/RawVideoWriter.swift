import Glibc
package import RenderMedia

/// Writes frames as they are before they are encoded, for those who measure what encoding does to them.
///
/// The format is YUV4MPEG2, which every tool that compares videos reads (yuv4mpeg(5) of mjpegtools): a line about the
/// video, and for each frame a line and its three planes.
package final class RawVideoWriter {
    private static let operation = "write the frames"
    private let file: UnsafeMutablePointer<FILE>

    /// Creates the file at `path`, or empties it. Throws `.unwritable`.
    package init(_ path: String, settings: VideoSettings) throws(CodecError) {
        guard let file = fopen(path, "wbe") else { throw .system(.unwritable, operation: Self.operation) }
        self.file = file
        // Chroma in the middle of its four pixels is what this format names after JPEG.
        let head = "W\(settings.width) H\(settings.height) F\(settings.framesPerSecond):1 Ip A1:1 C420jpeg"
        try write(Array("YUV4MPEG2 \(head) XCOLORRANGE=LIMITED\n".utf8))
    }

    deinit { fclose(file) }

    /// Adds a frame of the settings' size.
    package func append(_ frame: VideoFrame) throws(CodecError) {
        try write(Array("FRAME\n".utf8))
        for plane in [frame.luma, frame.blueChroma, frame.redChroma] { try write(plane) }
    }

    /// Writes what is still buffered, after the last frame.
    package func finish() throws(CodecError) {
        guard fflush(file) == 0 else { throw .system(.unwritable, operation: Self.operation) }
    }

    private func write(_ bytes: [UInt8]) throws(CodecError) {
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
            throw .system(.unwritable, operation: Self.operation)
        }
    }
}
