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

    @Test func aPrivateFileTakesNobodysPlace() throws {
        let path = folder.path("keys")
        try Files.createPrivate(path, holding: Array("one".utf8))
        #expect(throws: FileError.self) { try Files.createPrivate(path, holding: Array("two".utf8)) }
        #expect(try folder.text(of: "keys") == "one")
        #expect(try Files.names(in: folder.path) == ["keys"], "and nothing is left beside it")
        var facts = stat()
        #expect(stat(path, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
    }

    @Test(arguments: [
        ("ffd8ffe0", "jpg"), ("89504e470d0a1a0a", "png"), ("52494646aaaaaaaa57454250", "webp"), ("424d", "bmp"),
        ("52494646aaaaaaaa57415645", "wav"), ("664c6143", "flac"), ("4f676753", "ogg"), ("494433", "mp3"),
        ("fffb9064", "mp3"), ("0000001866747970", nil), ("000000186674797069736f6d", "mp4"),
        ("000000186674797071742020", "mov"), ("000000086d6f6f76", "mov"),
        ("1a45dfa39f4282847765626d", "webm"), ("1a45dfa39f4282846d6b76", nil), ("fff15080", nil), ("3c68746d6c", nil),
        ("", nil),
    ])
    func aFileIsKnownByItsFirstBytes(_ digits: String, _ suffix: String?) {
        let pairs = Array(digits)
        let head = stride(from: 0, to: pairs.count - 1, by: 2).compactMap {
            UInt8(String(pairs[$0...$0 + 1]), radix: 16)
        }
        #expect(MediaKind(head: head)?.suffix == suffix)
    }

    @Test func aWebMHeadMayBeAsWideAsItsSizesCanBeWritten() {
        func element(_ identity: [UInt8], _ body: [UInt8]) -> [UInt8] {
            identity + [1, 0, 0, 0, 0, 0, 0, UInt8(body.count)] + body
        }
        let versions: [[UInt8]] = [
            [0x42, 0x86], [0x42, 0xF7], [0x42, 0xF2], [0x42, 0xF3], [0x42, 0x87], [0x42, 0x85],
        ]
        let elements = versions.flatMap { element($0, [1]) } + element([0x42, 0x82], Array("webm".utf8))
        let head = element([0x1A, 0x45, 0xDF, 0xA3], elements)
        #expect(MediaKind(head: Array(head.prefix(MediaKind.headLength)))?.suffix == "webm")
    }

    @Test func anISOFileIsASoundWhereOneIsLookedFor() {
        let head = [0, 0, 0, 24] + Array("ftypM4A ".utf8)
        #expect(MediaKind(head: head, as: .audio)?.contentType == "audio/mp4")
        #expect(MediaKind(head: head)?.family == .video)
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
