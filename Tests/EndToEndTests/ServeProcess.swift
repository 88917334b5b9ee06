import AuroraFiles
import AuroraTesting
import Foundation
import FoundationNetworking
import Synchronization

/// `aurora serve` on this machine: the real program, on a port of its own.
final class ServeProcess: Sendable {
    /// Where it keeps things, and what is gone with the last who holds this.
    let folder: TemporaryFolder
    private let options: [String]
    private let running: Mutex<(process: Process, port: Int)>

    /// A key that it takes, and another.
    static let key = "key-of-alice"
    static let otherKey = "key-of-robert"

    /// Starts it with these options besides its port, its folder and its keys.
    init(_ options: String..., in folder: TemporaryFolder? = nil) throws {
        let place = try folder ?? TemporaryFolder()
        self.folder = place
        self.options = options
        try place.write("alice \(Self.key)\nrobert \(Self.otherKey)\n", to: "keys")
        running = Mutex(try Self.start(place, options, port: 0))
    }

    // Not by a signal that can be blocked: a process begins with the mask of the thread that starts it.
    deinit { running.withLock { _ = Glibc.kill($0.process.processIdentifier, SIGKILL) } }

    var port: Int { running.withLock { $0.port } }
    var url: String { "http://127.0.0.1:\(port)/v1" }
    var data: String { folder.path("data") }

    /// Ends it at once, and starts another on the same folder and port.
    func killAndRestart() throws {
        try running.withLock { running in
            Glibc.kill(running.process.processIdentifier, SIGKILL)
            running.process.waitUntilExit()
            running = try Self.start(folder, options, port: running.port)
        }
    }

    /// Asks it to stop; returns its exit status.
    func stop() -> Int32 {
        running.withLock { running in
            Glibc.kill(running.process.processIdentifier, SIGTERM)
            running.process.waitUntilExit()
            return running.process.terminationStatus
        }
    }

    private static func start(_ folder: TemporaryFolder, _ options: [String], port: Int) throws -> (Process, Int) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: Workbench.program("aurora"))
        process.arguments =
            ["serve", "--port", String(port), "--data", folder.path("data"), "--keys", folder.path("keys")] + options
        process.standardOutput = output
        process.standardError = FileHandle(forWritingAtPath: "/dev/null")
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data("\n".utf8) {
            line += byte
        }
        let text = String(decoding: line, as: UTF8.self)
        guard let number = text.split(separator: ":").last.flatMap({ Int($0.prefix { $0.isNumber }) }) else {
            throw FileError("start", "aurora serve", code: ECHILD)
        }
        return (process, number)
    }

    // MARK: - Requests

    /// A JSON answer with its status.
    struct Answer: Sendable {
        let status: Int
        let text: String
        let items: [[String: String]]
        let errors: [[String: String]]
    }

    /// Sends tasks, given as JSON.
    func send(_ tasks: String, key: String? = ServeProcess.key) async throws -> Answer {
        var request = URLRequest(url: URL(string: url) ?? URL(filePath: "/"))
        request.httpMethod = "POST"
        request.httpBody = Data(tasks.utf8)
        if let key { request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization") }
        let (data, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        func rows(_ name: String) -> [[String: String]] {
            (object[name] as? [[String: Any]] ?? []).map { $0.mapValues { "\($0)" } }
        }
        return Answer(
            status: status, text: String(decoding: data, as: UTF8.self), items: rows("data"), errors: rows("errors"))
    }

    /// A task for a video of a picture, or of the example's portrait, and so many seconds of its speech.
    static func task(_ id: String, seconds: Double = 1.2, picture: [UInt8]? = nil, more: String = "") throws -> String {
        let scene = Workbench.project.appending(path: "examples/storytellers/scenes/baker").path
        let picture = Data(try picture ?? Files.read("\(scene)/portrait.jpg")).base64EncodedString()
        let sound = Data(Wave.firstSeconds(seconds, of: try Files.read("\(scene)/line.wav"))).base64EncodedString()
        return """
            {"taskType":"videoInference","taskUUID":"\(id)","model":"creatify:aurora@fast","includeCost":true,\(more)\
            "inputs":{"image":"data:image/any;base64,\(picture)","audio":"\(sound)"}}
            """
    }

    static func question(_ id: String) -> String { #"[{"taskType":"getResponse","taskUUID":"\#(id)"}]"# }

    /// What is told of a task once it is over.
    func result(of id: String) async throws -> Answer {
        var answer = try await send(Self.question(id))
        _ = try await Patience.until {
            answer = try await self.send(Self.question(id))
            return !answer.errors.isEmpty || answer.items.allSatisfy { $0["status"] != "processing" }
        }
        return answer
    }

    /// Bytes at a path of the server's, with headers.
    func get(_ url: String, _ headers: [String: String] = [:]) async throws -> (Int, [String: String], Data) {
        guard let place = URL(string: url.hasPrefix("/") ? "http://127.0.0.1:\(port)\(url)" : url) else {
            throw FileError("open", url, code: EINVAL)
        }
        var request = URLRequest(url: place)
        request.cachePolicy = .reloadIgnoringLocalCacheData
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await URLSession.shared.data(for: request)
        let answer = response as? HTTPURLResponse
        let fields = (answer?.allHeaderFields ?? [:]).map { ("\($0.key)".lowercased(), "\($0.value)") }
        return (answer?.statusCode ?? 0, Dictionary(fields) { $1 }, data)
    }

    /// Returns once a line of the metrics is this one; throws after half a minute.
    func waits(_ line: String) async throws {
        for _ in 0..<300 {
            let (_, _, text) = try await get("/metrics", ["Authorization": "Bearer \(Self.key)"])
            if String(decoding: text, as: UTF8.self).split(separator: "\n").contains(Substring(line)) { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw FileError("see `\(line)` in the metrics of", url, code: ETIMEDOUT)
    }

    /// The first event for the page that contains some words.
    func event(_ words: String) async throws -> String {
        let script = Workbench.project.appending(path: "Tests/EndToEndTests/Clients/event.py").path
        let ending = try await Workbench(in: folder).run(
            "/usr/bin/env", list: ["python3", script, String(port), Self.key, words])
        return ending.output
    }
}
