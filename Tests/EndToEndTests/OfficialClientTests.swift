import AuroraFiles
import AuroraTesting
import Foundation
import RenderTesting
import Testing

/// The official clients of the hosted service, unmodified, against `aurora serve`. Runs where they can be installed.
@Suite(.serialized, .enabled(if: OfficialClients.folder != nil, "the clients cannot be installed here"))
struct OfficialClientTests {
    @Test func socketThatWasCutGetsWhatItMissed() async throws {
        let ending = try await Self.run("resumed.py", try Self.inputs(), try ServeProcess())
        #expect(ending.output == "done\n", "\(ending.messages)")
    }

    @Test(.enabled(if: InstalledEngine.hasSafety, "the safety check is not installed"))
    func flaggedContentIsToldOverASocket() async throws {
        let place = try Self.inputs()
        try place.write(Picture.png(width: 256, height: 256) { SkinCross.colour($0, $1) }, to: "picture.jpg")
        let ending = try await Self.run("flagged.py", place, try ServeProcess())
        #expect(ending.output == "done\n", "\(ending.messages)")
    }

    /// Two of them that each send forty megabytes: the server has no memory for a second message of that size.
    @Test func messagesCountInTheMemoryForBodies() async throws {
        let ending = try await Self.run("crowded.py", try Self.inputs(), try ServeProcess("--max-body", "128"))
        #expect(ending.output == "done\n", "\(ending.messages)")
    }

    /// Runs a script of raw messages with the inputs of a place.
    private static func run(_ script: String, _ place: TemporaryFolder, _ server: ServeProcess) async throws
        -> Workbench.Ending
    {
        let folder = try #require(OfficialClients.folder)
        return try await Workbench(in: place).run(
            "\(folder)/socket_client/bin/python",
            list: [
                Workbench.project.appending(path: "Tests/EndToEndTests/Clients/\(script)").path, String(server.port),
                ServeProcess.key, place.path("picture.jpg"), place.path("sound.wav"),
            ])
    }

    /// The example's portrait, and a little of its speech.
    private static func inputs() throws -> TemporaryFolder {
        let scene = Workbench.project.appending(path: "examples/storytellers/scenes/baker").path
        let place = try TemporaryFolder()
        try place.write(Wave.firstSeconds(1.2, of: try Files.read("\(scene)/line.wav")), to: "sound.wav")
        try place.write(try Files.read("\(scene)/portrait.jpg"), to: "picture.jpg")
        return place
    }

    @Test(arguments: [["socket_client"], ["both_client", "rest"], ["both_client", "websocket"]])
    func completesRealGenerations(client: [String]) async throws {
        let folder = try #require(OfficialClients.folder)
        let place = try Self.inputs()
        let files = try FileServer(of: place.path)
        let server = try ServeProcess("--allow-url", "127.0.0.1:\(files.port)")
        let script = Workbench.project.appending(path: "Tests/EndToEndTests/Clients/\(client[0]).py").path
        try place.write(Picture.png(width: 256, height: 256) { SkinCross.colour($0, $1) }, to: "flagged.png")
        let ending = try await Workbench(in: place).run(
            "\(folder)/\(client[0])/bin/python",
            [
                script, String(server.port), ServeProcess.key, place.path("picture.jpg"), place.path("sound.wav"),
                "http://127.0.0.1:\(files.port)/",
            ] + client.dropFirst(), InstalledEngine.hasSafety ? ["AURORA_SAFETY": place.path("flagged.png")] : [:])
        #expect(ending.status == 0, "\(ending.messages)")
        let checks = try Dictionary(
            uniqueKeysWithValues: ending.output.split(separator: "\n").map { line in
                let facts = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
                return (facts["check"] as? String ?? "", facts)
            })
        var wanted = [("data URI", 1), ("four results", 4), ("upload", 1), ("upload by URL", 1), ("URL", 1)]
        if InstalledEngine.hasSafety {
            wanted.append(("safety", 1))
            let error = checks["flagged"]?["error"] as? String
            #expect(error?.contains("not safe for work") == true, "\(error ?? ending.output)")
        }
        for (name, count) in wanted {
            let urls = checks[name]?["urls"] as? [String] ?? []
            #expect(Set(urls).count == count, "\(name): \(ending.output)")
            #expect(checks[name]?["costs"] as? [Double] == [Double](repeating: 0.14, count: count), "\(name)")
            for url in urls { #expect(try await server.get(url).2.dropFirst(4).prefix(4) == Data("ftyp".utf8)) }
        }
        for (name, words) in [
            ("missing audio", "inputs.audio"), ("bad model", "model"), ("bad quality", "20 to 99"),
            ("unknown task", "no task"), ("bad key", "Invalid API key"),
        ] {
            let error = checks[name]?["error"] as? String
            #expect(error?.contains(words) == true, "\(name): \(error ?? ending.output)")
        }
    }
}

/// Where the clients are installed: once, for all runs.
enum OfficialClients {
    static let folder: String? = {
        let home = ProcessInfo.processInfo.environment["XDG_CACHE_HOME"] ?? NSHomeDirectory() + "/.cache"
        let folder = home + "/aurora-test-clients"
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["bash", Workbench.project.appending(path: "scripts/clients.sh").path, folder]
        process.standardOutput = FileHandle(forWritingAtPath: "/dev/null")
        process.standardError = FileHandle(forWritingAtPath: "/dev/null")
        guard (try? process.run()) != nil else { return nil }
        process.waitUntilExit()
        return process.terminationStatus == 0 ? folder : nil
    }()
}

/// The files of a folder, over http on this machine.
final class FileServer: Sendable {
    private let process: Process
    let port: Int

    init(of folder: String) throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", folder]
        process.standardOutput = output
        process.standardError = FileHandle(forWritingAtPath: "/dev/null")
        try process.run()
        var line = Data()
        // Serving HTTP on 127.0.0.1 port 43210 (…
        while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data("\n".utf8) {
            line += byte
        }
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        guard let place = words.firstIndex(of: "port"), let port = Int(words[place + 1]) else {
            throw FileError("start", "http.server", code: ECHILD)
        }
        self.process = process
        self.port = port
    }

    deinit { kill(process.processIdentifier, SIGKILL) }
}
