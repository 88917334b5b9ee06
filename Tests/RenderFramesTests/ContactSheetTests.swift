import Foundation
import RenderCodec
import RenderMedia
import Testing

@testable import RenderFrames

/// Pictures of a video that gets lighter from frame to frame, so that each can be told.
@Suite("Pictures of videos")
struct ContactSheetTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "aurora-sheet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    /// 50 frames in 2 s, the first one 30, each one 4 lighter.
    private func video() throws -> String {
        let settings = VideoSettings(width: 128, height: 96, framesPerSecond: 25, quality: 95)
        let writer = try VideoWriter(path("a.mp4"), settings: settings, sound: nil as SoundReader?)
        for index in 0..<50 {
            var frame = VideoFrame(width: 128, height: 96)
            frame.luma = [UInt8](repeating: UInt8(30 + 4 * index), count: 128 * 96)
            try writer.append(frame)
        }
        try writer.finish()
        return path("a.mp4")
    }

    @Test func theFramesAreEvenlySpread() {
        #expect(ContactSheet.frames(4, of: 100) == [12, 37, 62, 87])
        #expect(ContactSheet.frames(1, of: 9) == [4])
        #expect(ContactSheet.frames(4, of: 2) == [0, 0, 1, 1])
    }

    @Test func eachStillIsInItsPlace() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let sheet = try ContactSheet(columns: 3, rows: 2, width: 64).make(of: try video())
        #expect(sheet.width == 3 * 72 + 8 && sheet.height == 2 * 56 + 8)
        let wanted = ContactSheet.frames(6, of: 50)
        for (index, frame) in wanted.enumerated() {
            let (x, y) = (8 + index % 3 * 72 + 32, 8 + index / 3 * 56 + 24)
            let shade = Int(sheet.luma[y * sheet.width + x])
            #expect(abs(shade - (30 + 4 * frame)) <= 3, "still \(index): \(shade)")
        }
        #expect(sheet.luma[0] == 16 && sheet.luma[30 * sheet.width + 75] == 16, "what is between them is black")
    }

    @Test func aPreviewMovesAndIsTheSameEachTime() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let preview = MovingPreview(fromMilliseconds: 400, milliseconds: 800, width: 64, framesPerSecond: 10)
        let video = try video()
        let size = try #require(try preview.make(of: video, to: path("a.webp")))
        #expect(size == (64, 48))
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path("a.webp"))))
        #expect(bytes.starts(with: Array("RIFF".utf8)) && Array(bytes[8..<12]) == Array("WEBP".utf8))
        // One chunk ANMF a frame (WebP Container Specification, "Animation").
        let frames = bytes.indices.dropLast(4).filter { Array(bytes[$0..<$0 + 4]) == Array("ANMF".utf8) }
        #expect(frames.count == 8)
        _ = try preview.make(of: video, to: path("b.webp"))
        #expect([UInt8](try Data(contentsOf: URL(filePath: path("b.webp")))) == bytes)
        let late = MovingPreview(fromMilliseconds: 5000, milliseconds: 800, width: 64, framesPerSecond: 10)
        #expect(try late.make(of: video, to: path("c.webp")) == nil)
        #expect(!FileManager.default.fileExists(atPath: path("c.webp")))
    }
}
