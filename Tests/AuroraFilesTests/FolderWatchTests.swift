import AuroraFiles
import AuroraTesting
import Glibc
import Testing

@Suite struct FolderWatchTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(["a/old.txt": "old", "b/other.txt": "other"]) }

    @Test func everyKindOfChangeIsTold() throws {
        var watch = try FolderWatch()
        #expect(try watch.add(folder.path("a")) == .watched)
        #expect(try watch.take().isEmpty)
        let changes: [(String, () throws -> Void)] = [
            ("new.txt", { try Files.write(Array("new".utf8), to: folder.path("a/new.txt"), staging: folder.path) }),
            ("old.txt", { try append("more", to: folder.path("a/old.txt")) }),
            ("old.txt", { chmod(folder.path("a/old.txt"), 0o600) }),
            ("old.txt", { try Files.remove(folder.path("a/old.txt")) }),
            ("below", { try Files.createDirectories(folder.path("a/below")) }),
        ]
        for (name, change) in changes {
            try change()
            let told = try watch.take()
            #expect(names(told) == [name])
            #expect(told.hasMovedFolders == (name == "below"))
        }
        try Files.remove(folder.path("b/other.txt"))
        #expect(try watch.take().isEmpty, "another folder's changes are not ours")
    }

    @Test func aFolderThatGoesIsTold() throws {
        var watch = try FolderWatch()
        #expect(try watch.add(folder.path("b")) == .watched)
        try Files.removeTree(folder.path("b"))
        #expect(try names(watch.take()).contains(""))
        #expect(watch.count == 0)
        #expect(try watch.add(folder.path("b")) == .missing)
        #expect(try watch.add(folder.path("a/old.txt")) == .missing, "a file is no folder")
    }

    @Test func moreThanTheKernelKeepsIsSaid() throws {
        var watch = try FolderWatch()
        #expect(try watch.add(folder.path("a")) == .watched)
        let limit =
            try Int(
                #require(
                    String(decoding: try Files.read("/proc/sys/fs/inotify/max_queued_events"), as: UTF8.self)
                        .split(separator: "\n").first)) ?? 16384
        // Equal events in a row are folded by the kernel, so two names take turns.
        for number in 0...limit { chmod(folder.path(number % 2 == 0 ? "a/old.txt" : "a"), 0o700) }
        #expect(try watch.take().isOverflown)
    }

    private func names(_ changes: FolderWatch.Changes) -> Set<String> { Set(changes.entries.map(\.name)) }

    private func append(_ text: String, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_APPEND)
        try #require(descriptor >= 0)
        _ = text.withCString { write(descriptor, $0, text.utf8.count) }
        close(descriptor)
    }
}
