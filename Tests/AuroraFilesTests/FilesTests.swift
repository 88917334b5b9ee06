import AuroraCore
import AuroraFiles
import AuroraTesting
import Glibc
import Testing

@Suite struct FilesTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func aWriteReplacesAtOnceAndLeavesNothingElse() throws {
        try folder.write("old", to: "a/b")
        try Files.write(Array("new".utf8), to: folder.path("a/b"), durability: .powerCut)
        #expect(try folder.text(of: "a/b") == "new")
        #expect(try Files.names(in: folder.path("a")) == ["b"])
    }

    @Test func aFailedWriteLeavesWhatWasThere() throws {
        // A folder is in the way of the rename.
        try folder.write("x", to: "target/inside")
        #expect(throws: FileError.self) { try Files.write([1], to: folder.path("target")) }
        #expect(try folder.text(of: "target/inside") == "x")
        #expect(try Files.names(in: folder.path) == ["target"])
    }

    @Test func aCopyIsHashedOnTheWay() throws {
        try folder.write("some bytes", to: "a")
        #expect(try Files.copy(folder.path("a"), toNew: folder.path("b")) == Digest(hashing: "some bytes"))
        #expect(try folder.text(of: "b") == "some bytes")
        #expect(throws: FileError.self) { try Files.copy(folder.path("a"), toNew: folder.path("b")) }
        #expect(try folder.text(of: "b") == "some bytes", "a copy never overwrites")
    }

    @Test(arguments: ["", "short", "some bytes", "more bytes than before"])
    func aCopyOverAFileIsAllThatIsInIt(_ text: String) throws {
        try folder.write(text, to: "a")
        try folder.write("some bytes", to: "b")
        let mark = try FileMark.of(folder.path("b"))
        let source = try OpenFile.reading(folder.path("a"))
        #expect(try Files.copy(source, over: folder.path("b")) == Digest(hashing: text))
        #expect(try folder.text(of: "b") == text)
        #expect(try FileMark.of(folder.path("b")) == mark, "it is the same file")
        #expect(throws: FileError.self) { try Files.copy(source, over: folder.path("c")) }
        #expect(try FileMark.of(folder.path("c")) == nil, "nothing is made")
    }

    @Test func errorsNameThePathAndTheReason() {
        let error = FileError("read", "a.wav", code: ENOENT)
        #expect(error.diagnostics.first?.problem == "cannot read `a.wav`: no such file or directory")
        #expect(FileError("write", "a", code: ENOSPC).diagnostics.first?.hint?.contains("free some space") == true)
    }

    @Test(arguments: [
        ("a/./b", "a/b"), ("a/../b", "b"), ("../b", nil), ("/b", nil), ("a/../../b", nil), ("", ""), ("a//b/", "a/b"),
    ])
    func normalizingKeepsInside(_ path: String, _ expected: String?) {
        #expect(Paths.normalized(relative: path) == expected)
    }

    @Test func aFreshFileIsRacyUntilItsTickHasPassed() {
        func facts(_ nanoseconds: Int64) -> FileFacts {
            FileFacts(
                kind: .regular, isExecutable: false, size: 1, modifiedNanoseconds: nanoseconds,
                changedNanoseconds: nanoseconds, inode: 1)
        }
        let second: Int64 = 1_000_000_000
        #expect(facts(5 * second + 1).isRacy(at: 5 * second + 1_000))
        #expect(!facts(5 * second + 1).isRacy(at: 5 * second + 30_000_000))
        #expect(facts(5 * second).isRacy(at: 6 * second), "a file system that keeps whole seconds only")
        #expect(!facts(5 * second).isRacy(at: 8 * second))
    }

    @Test(arguments: [
        ("a/b", "a", "b"), ("a", ".", "a"), ("/a", "/", "a"), ("/a/b/", "/a", "b"), ("a//", ".", "a"),
        ("a//b", "a/", "b"), ("ä/ö\u{301}/x.json", "ä/ö\u{301}", "x.json"),
    ]) func aPathIsAFolderAndAName(_ path: String, _ parent: String, _ name: String) {
        #expect(Paths.parent(path) == parent)
        #expect(Paths.name(path) == name)
    }

    @Test func theRootHasNoParent() {
        #expect(Paths.parent("/") == nil)
        #expect(Paths.parent("//") == nil)
        #expect(Paths.name("/") == "/")
    }
}
