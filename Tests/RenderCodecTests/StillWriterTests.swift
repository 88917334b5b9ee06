import RenderCodec
import RenderMedia
import Testing

@Suite struct StillWriterTests {
    /// Through two colour spaces, two ranges and JPEG, and still the picture.
    @Test func thePictureKeepsItsColours() throws {
        let folder = try Folder()
        let gradient = Samples.gradient(width: 160, height: 96)
        try StillWriter.writeJPEG(VideoFrame(gradient), to: folder.path("still.jpg"))
        let read = try ImageDecoder.decode(folder.path("still.jpg"))
        #expect(read.width == 160 && read.height == 96)
        let differences = zip(read.pixels, gradient.pixels).map { abs(Int($0) - Int($1)) }
        #expect(Double(differences.reduce(0, +)) / Double(differences.count) < 2.5)
        for level in [UInt8(0), 255] {
            let flat = Image(width: 32, height: 32, pixels: [UInt8](repeating: level, count: 32 * 32 * 3))
            try StillWriter.writeJPEG(VideoFrame(flat), to: folder.path("flat.jpg"))
            let pixels = try ImageDecoder.decode(folder.path("flat.jpg")).pixels
            #expect(pixels.allSatisfy { abs(Int($0) - Int(level)) <= 1 }, "black stays black and white stays white")
        }
    }

    @Test func theSameFrameGivesTheSameBytes() throws {
        let folder = try Folder()
        let frame = VideoFrame(Samples.gradient(width: 160, height: 96))
        for name in ["a.jpg", "b.jpg"] { try StillWriter.writeJPEG(frame, to: folder.path(name)) }
        #expect(try folder.bytes("a.jpg") == folder.bytes("b.jpg"))
        #expect(try folder.names().sorted() == ["a.jpg", "b.jpg"], "nothing half written is left")
    }

    @Test func aFolderThatIsNotThereIsSaid() throws {
        let folder = try Folder()
        #expect(throws: CodecError.self) {
            try StillWriter.writeJPEG(VideoFrame(width: 16, height: 16), to: folder.path("none/still.jpg"))
        }
    }
}
