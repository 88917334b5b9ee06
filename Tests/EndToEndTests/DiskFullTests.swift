import AuroraFiles
import AuroraTesting
import Foundation
import Subprocess
import SystemPackage
import Testing

/// A disk that fills up while a build runs: the build says so, nothing is lost, and the next one goes on.
@Suite(.serialized) struct DiskFullTests {
    @Test(
        .enabled("only root can mount a small disk, and only where mounting is allowed") { await SmallDisk.isPossible })
    func aFullDiskLosesNothing() async throws {
        let folder = try TemporaryFolder()
        try await SmallDisk.mount(at: folder.path)
        do {
            try await fill(Workbench(in: folder))
        } catch {
            await SmallDisk.unmount(folder.path)
            throw error
        }
        await SmallDisk.unmount(folder.path)
    }

    @Test(
        .enabled("only root can mount a small disk, and only where mounting is allowed") { await SmallDisk.isPossible })
    func aPrivateFileIsWholeOrNotThere() async throws {
        let folder = try TemporaryFolder()
        try await SmallDisk.mount(at: folder.path)
        let text = [UInt8](repeating: 0x61, count: 100_000)
        let problem: (any Error)?
        do {
            // A short write comes before the one that fails.
            try SmallDisk.fill(folder.path("ballast"), leaving: 50_000)
            try Files.createPrivate(folder.path("keys"), holding: text)
            problem = nil
        } catch { problem = error }
        let names = try Files.names(in: folder.path)
        await SmallDisk.unmount(folder.path)
        #expect(problem is FileError)
        #expect(names == ["ballast"])
    }

    @Test func anIndexThatCannotBeSavedHidesNothing() async throws {
        let bench = try await Workbench()
        try await bench.commitAll()
        try bench.write(".aurora/index/in-the-way", "")
        let built = try await bench.aurora("build")
        #expect(built.status == 0)
        #expect(built.output == "out/draft/hello.mp4\n")
        #expect(built.messages.contains("committed 1 file"), "\(built.messages)")
        #expect(built.messages.contains("warning: cannot "), "\(built.messages)")
        #expect(try await bench.aurora("build").output == "", "it is only slower")
    }

    private func fill(_ bench: Workbench) async throws {
        try bench.write("aurora.yaml", "name: bench\ndefaults: {settings: {size: 480p, quality: 60}}\n")
        try bench.write(".gitignore", "/out/\n/.aurora/\n/ballast\n")
        try bench.addScene("hello")
        try await bench.git("init", "--quiet", "--initial-branch=main")
        try await bench.git("config", "user.name", "Test")
        try await bench.git("config", "user.email", "test@example.com")
        try await bench.commitAll()
        let head = try await bench.git("rev-parse", "HEAD")
        let inputs = try contents(bench, of: ["aurora.yaml", "scenes"])
        #expect(try await bench.aurora("build", "--no-commit").status == 0)
        let video = try bench.bytes("out/draft/hello.mp4")
        let copied = inputs.values.reduce(0) { $0 + $1.count }
        // Nothing is free; less than copies of the inputs need; than the video needs; than publishing it needs.
        let rooms =
            [0, 8192, copied / 2, copied] + [0.3, 0.7, 1.1, 1.5, 1.9].map { copied + Int($0 * Double(video.count)) }
        var failures = 0
        for room in rooms {
            for name in [".aurora", "out", "records"] { try Files.removeTree(bench.folder.path(name)) }
            try SmallDisk.fill(bench.folder.path("ballast"), leaving: room)
            let full = try await bench.aurora("build", "--no-commit")
            #expect(try contents(bench, of: ["aurora.yaml", "scenes"]) == inputs, "\(room) bytes free")
            if full.status == 0 {
                #expect(try bench.bytes("out/draft/hello.mp4") == video)
            } else {
                failures += 1
                #expect(full.status == 1, "\(room) bytes free: \(full.messages)")
                #expect(full.messages.contains("no space left on device"), "\(room) bytes free: \(full.messages)")
                #expect(full.messages.contains("hint: free some space"), "\(room) bytes free: \(full.messages)")
                let visible = try contents(bench, of: ["out", "records"])
                #expect(
                    visible.allSatisfy { $0.key.hasSuffix(".json") || $0.value == video }, "\(visible.keys)")
            }
            try Files.remove(bench.folder.path("ballast"))
            let next = try await bench.aurora("build", "--no-commit")
            #expect(next.status == 0, "after \(room) bytes: \(next.messages)")
            #expect(try bench.bytes("out/draft/hello.mp4") == video)
            #expect(try await bench.git("rev-parse", "HEAD") == head)
            #expect(try await bench.aurora("status").output.hasPrefix("current"))
        }
        #expect(failures >= 6, "the disk was full at different moments")
        #expect(try await bench.aurora("build").status == 0)
        #expect(try await bench.git("status", "--porcelain") == "")
    }

    /// Every file at or below these names, with its bytes.
    private func contents(_ bench: Workbench, of names: [String]) throws -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        for path in try bench.everything().keys where names.contains(String(path.prefix { $0 != "/" })) {
            found[path] = try bench.bytes(path)
        }
        return found
    }
}

/// A file system in memory with room for next to nothing.
enum SmallDisk {
    /// Whether this process may mount one.
    static var isPossible: Bool {
        get async {
            guard let folder = try? TemporaryFolder(), (try? await mount(at: folder.path)) != nil else { return false }
            await unmount(folder.path)
            return true
        }
    }

    static func mount(at path: String) async throws {
        try await run("mount", "-t", "tmpfs", "-o", "size=4m,mode=755", "tmpfs", path)
    }

    static func unmount(_ path: String) async {
        // What cannot be unmounted is busy, and goes with the machine.
        try? await run("umount", "--lazy", path)
    }

    /// Writes a file that takes all the room but this much.
    static func fill(_ path: String, leaving bytes: Int) throws {
        let folder = Paths.parent(path) ?? "/"
        let facts = try FileManager.default.attributesOfFileSystem(forPath: folder)
        let free = (facts[.systemFreeSize] as? NSNumber)?.intValue ?? 0
        try Files.write([UInt8](repeating: 0, count: max(0, free - bytes)), to: path)
    }

    private static func run(_ program: String, _ arguments: String...) async throws {
        let ended = try await Subprocess.run(
            .name(program), arguments: Arguments(arguments), output: .discarded, error: .string(limit: 1 << 12))
        guard ended.terminationStatus.isSuccess else { throw MountError(reason: ended.standardError) }
    }

    struct MountError: Error { let reason: String }
}
