import AuroraFiles
import AuroraTesting
import Foundation
import Testing

/// What `make install` leaves behind works without the checkout that it came from.
@Suite struct InstallTests {
    @Test func anInstalledAuroraServesAUserWhoHasNothingElse() async throws {
        let folder = try TemporaryFolder()
        let bench = Workbench(in: folder)
        let prefix = folder.path("prefix")
        let installed = try await bench.run(
            Workbench.project.appending(path: "scripts/install.sh").path,
            Paths.parent(Workbench.program("aurora")) ?? "/", prefix)
        #expect(installed.status == 0, "\(installed.messages)")
        // What checks content is copied if it is there, and not fetched if it is not.
        let copied = try bench.exists("prefix/share/aurora/engine/models/open-nsfw.onnx")
        #expect(copied == InstalledEngine.hasSafety)

        // A home without an engine, and nothing that says where one is.
        let user = ["HOME": folder.path("home"), "XDG_DATA_HOME": "", "AURORA_ENGINE_DIR": ""]
        let made = try await bench.run(prefix + "/bin/aurora", "init", "videos", environment: user)
        #expect(made.status == 0, "\(made.messages)")
        let built = try await bench.run(prefix + "/bin/aurora", "build", "-C", "videos", environment: user)
        #expect(built.status == 0, "\(built.messages)")
        #expect(try bench.exists("videos/out/draft/hello.mp4"))
    }

    @Test func whatIsInstalledIsForEveryUser() async throws {
        let folder = try TemporaryFolder()
        let bench = Workbench(in: folder)
        let installed = try await bench.run(
            "/bin/sh", "-c", "umask 077 && exec \"$@\"", "sh",
            Workbench.project.appending(path: "scripts/install.sh").path,
            Paths.parent(Workbench.program("aurora")) ?? "/", folder.path("prefix"))
        #expect(installed.status == 0, "\(installed.messages)")
        let hidden = try await bench.run(
            "/usr/bin/find", "prefix", "!", "(", "-perm", "-044", "(", "!", "-type", "d", "-o", "-perm", "-055", ")",
            ")")
        #expect(hidden.status == 0 && hidden.output == "", "\(hidden.output)\(hidden.messages)")
    }
}
