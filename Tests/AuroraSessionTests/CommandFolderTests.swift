import AuroraFiles
import AuroraTesting
import Foundation
import Testing

@testable import AuroraSession

/// A folder serves another action only if the program before left nothing in it.
@Suite struct CommandFolderTests {
    private let place: TemporaryFolder
    private let folders = CommandFolders()

    init() throws { place = try TemporaryFolder() }

    private func folder() throws -> CommandFolder {
        try folders.take("p") { try CommandFolder(place.path("root")) }
    }

    /// One that was filled as for an action.
    private func filled(_ text: String = "picture") throws -> CommandFolder {
        var folder = try folder()
        for name in ["work/.aurora", "home"] { try folder.makeFolder(name) }
        for name in ["work/tools/run.sh", "work/.aurora/image.png"] {
            try folder.put(name) { path, isThere in
                if isThere { try Files.remove(path) }
                try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            }
        }
        return folder
    }

    @Test func aFolderThatIsAsItWasServesAgain() throws {
        let first = try filled()
        let mark = try FileMark.of(first.absolute("home"))
        try folders.giveBack(first, of: "p")
        let second = try filled("another")
        #expect(try FileMark.of(second.absolute("home")) == mark)
        #expect(try place.text(of: "root/work/.aurora/image.png") == "another")
    }

    @Test(arguments: [
        "touch work/new", "touch home/.cache", "mkdir work/.aurora/more", "ln -s /etc home/link",
        "ln work/.aurora/image.png home/kept", "ln work/.aurora/image.png ../kept", "rm work/.aurora/image.png",
        "rm -r home", "rm -r home && ln -s /tmp home", "chmod 400 work/.aurora/image.png", "chmod 500 work",
        "rm -r home && mkdir home && touch home/x", "mv work/tools/run.sh x && cp x work/tools/run.sh && rm x",
    ]) func whatAProgramChangedIsSeen(_ change: String) throws {
        let folder = try filled()
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", change]
        shell.currentDirectoryURL = URL(fileURLWithPath: folder.root)
        try shell.run()
        shell.waitUntilExit()
        try #require(shell.terminationStatus == 0)
        try folders.giveBack(folder, of: "p")
        #expect(try FileFacts.of(place.path("root")) == nil, "it is removed, with what is in it")
        #expect(try self.folder().isAsItWasLeft(), "and the next action gets a new one")
    }

    @Test func aProgramsFoldersAreForNoOther() throws {
        try folders.giveBack(try filled(), of: "p")
        let other = try folders.take("q") { try CommandFolder(place.path("other")) }
        #expect(other.root == place.path("other"))
    }

    @Test func whatTheNextActionDoesNotHaveGoes() throws {
        try folders.giveBack(try filled(), of: "p")
        var again = try folder()
        try again.keep(only: ["work/tools/run.sh"])
        #expect(try Files.names(in: again.absolute("work/.aurora")) == [])
        #expect(try Files.names(in: again.absolute("work/tools")) == ["run.sh"])
        #expect(try again.isAsItWasLeft())
    }

    @Test func oneThatWasSweptIsMadeAnew() throws {
        try folders.giveBack(try filled(), of: "p")
        try Files.removeTree(place.path("root"))
        let again = try filled()
        #expect(again.isThere)
        #expect(try again.isAsItWasLeft())
    }
}
