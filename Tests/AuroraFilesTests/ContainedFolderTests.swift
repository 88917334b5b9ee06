import AuroraFiles
import AuroraTesting
import Foundation
import Glibc
import Testing

@Suite struct ContainedFolderTests {
    let outside: TemporaryFolder
    let inside: TemporaryFolder
    let folder: ContainedFolder

    init() throws {
        outside = try TemporaryFolder()
        inside = try TemporaryFolder()
        try outside.write("secret", to: "secret")
        try inside.write("fine", to: "deep/file")
        symlink(outside.path("secret"), inside.path("link-out"))
        symlink(outside.path, inside.path("folder-out"))
        symlink("deep/file", inside.path("link-in"))
        symlink("loop", inside.path("loop"))
        mkfifo(inside.path("fifo"), 0o600)
        folder = try ContainedFolder(inside.path)
    }

    @Test(arguments: ["deep/file", "./deep/../deep/file", "link-in"])
    func readsWhatIsInside(_ path: String) throws {
        #expect(String(decoding: try folder.open(path).contents(), as: UTF8.self) == "fine")
    }

    @Test(arguments: ["../x", "deep/../../x", "link-out", "folder-out/secret", "/etc/passwd", "loop"])
    func refusesWhatLeadsOut(_ path: String) {
        #expect(throws: ContainmentError.escapes) { _ = try folder.open(path).path }
    }

    @Test func tellsWhatIsNoFile() {
        #expect(throws: ContainmentError.notAFile(.other)) { _ = try folder.open("fifo").path }
        #expect(throws: ContainmentError.notAFile(.directory)) { _ = try folder.open("deep").path }
        #expect(throws: ContainmentError.missing) { _ = try folder.open("none").path }
    }
}
