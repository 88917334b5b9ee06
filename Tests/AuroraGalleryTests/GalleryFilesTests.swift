import Foundation
import Testing

@testable import AuroraGallery

@Suite struct GalleryFilesTests {
    @Test func theIndexNamesTheOtherFilesAsTheyAreCalled() {
        let files = GalleryFiles(GallerySamples.page())
        let index = String(decoding: files.index.bytes, as: UTF8.self)
        #expect(files.others.count == 3)
        for file in files.others {
            #expect(index.contains("\"\(file.name)\""))
            #expect(GalleryFiles.isOwn(file.name), "\(file.name)")
        }
        for plain in ["app.js", "style.css", "data.js"] { #expect(!index.contains("\"\(plain)\"")) }
    }

    @Test func anotherPageHasAnotherDataFileAndTheSameProgram() {
        let one = GalleryFiles(GallerySamples.page()).others.map(\.name)
        let other = GalleryFiles(GalleryPage(workspace: "other", subject: "x", scenes: [])).others.map(\.name)
        #expect(one.filter { !$0.hasPrefix("data.") } == other.filter { !$0.hasPrefix("data.") })
        #expect(Set(one).symmetricDifference(other).count == 2)
    }

    @Test func nothingRunsButWhatWasWrittenWithThePage() throws {
        let index = String(decoding: GalleryFiles(GallerySamples.page()).index.bytes, as: UTF8.self)
        let policy = try #require(index.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)).output.1
        #expect(policy.hasPrefix("default-src 'none'; script-src 'self' file:;"))
        #expect(!policy.contains("unsafe") && !policy.contains("http") && !policy.contains("*"))
        // No script or style in the page itself, which the policy would stop.
        #expect(index.matches(of: /<script/).count == 2 && index.matches(of: /<script src=/).count == 2)
        #expect(!index.contains("<style") && !index.contains(" on") && !index.contains("style="))
    }

    @Test func foreignFilesAreNotTakenForItsOwn() {
        let digest = String(repeating: "0f", count: 32)
        for name in ["CNAME", "app.js", "data.js", "app.0123456789abcdeg.js", "style.0123456789abcdef.js", ".nojekyll"]
        {
            #expect(!GalleryFiles.isOwn(name), "\(name)")
        }
        #expect(GalleryFiles.isOwnMedium("\(digest).mp4") && GalleryFiles.isOwnMedium("\(digest).poster.jpg"))
        for name in ["holiday.mp4", digest, "\(digest)0.mp4", "README.md"] {
            #expect(!GalleryFiles.isOwnMedium(name), "\(name)")
        }
    }
}
