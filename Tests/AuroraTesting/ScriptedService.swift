import AuroraFiles
import Foundation
import Synchronization

/// A hosted video service on this machine that speaks the contract of the real one, keeps a ledger of what it charged, and
/// goes wrong as it is told: `Tests/EndToEndTests/Service/hosted_service.py`, whose first lines say all it can do.
package final class ScriptedService: Sendable {
    /// Where its API is: `http://127.0.0.1:port/v1`.
    package let url: String
    /// The file of its certificate, if it speaks https.
    package let certificate: String
    /// Where it keeps what it knows, and the folder that this is in, which is gone with the last who holds it.
    private let place: String
    private let folder: TemporaryFolder
    private let options: [String: any Sendable]
    private let port: Int
    private let running: Mutex<Running>

    /// A key that it takes.
    package static let key = "test-key"

    /// One process of it.
    private struct Running {
        let process: Process
        let questions: Pipe
        let answers: Pipe
    }

    /// Starts it with its files in a folder below `folder`. `options` as the program has them.
    package init(in folder: TemporaryFolder, named name: String = "service", options: [String: any Sendable] = [:])
        throws
    {
        self.folder = folder
        place = folder.path(name)
        try Files.createDirectories(place)
        let (first, port) = try Self.start(place, options)
        running = Mutex(first)
        self.port = port
        self.options = options
        let isEncrypted = options["tls"] as? Bool == true
        url = isEncrypted ? "https://localhost:\(port)/v1" : "http://127.0.0.1:\(port)/v1"
        certificate = Paths.join(place, "server.pem")
    }

    // Not by a signal that can be blocked: a process begins with the mask of the thread that starts it.
    deinit { running.withLock { _ = Glibc.kill($0.process.processIdentifier, SIGKILL) } }

    private static func start(_ place: String, _ options: [String: any Sendable]) throws -> (Running, port: Int) {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "EndToEndTests/Service/hosted_service.py")
        let running = Running(process: Process(), questions: Pipe(), answers: Pipe())
        running.process.executableURL = URL(filePath: "/usr/bin/env")
        let json = String(decoding: try JSONSerialization.data(withJSONObject: options), as: UTF8.self)
        running.process.arguments = ["python3", script.path, place, json]
        running.process.standardOutput = running.answers
        running.process.standardInput = running.questions
        try running.process.run()
        guard let port = Int(try line(running.answers)) else { throw FileError("start", script.path, code: ECHILD) }
        return (running, port)
    }

    private static func line(_ pipe: Pipe) throws -> String {
        var line = Data()
        while let byte = try pipe.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data("\n".utf8) {
            line += byte
        }
        return String(decoding: line, as: UTF8.self)
    }

    // What it is told

    /// Adds to what goes wrong: each of the next requests takes the first that is for it.
    package func script(_ faults: ServiceFault...) throws { try command(["script": faults.map(\.json)]) }

    package func script(_ faults: [ServiceFault]) throws { try command(["script": faults.map(\.json)]) }

    /// Changes options.
    package func set(_ options: [String: any Sendable]) throws { try command(["set": options]) }

    /// Nothing goes wrong any more.
    package func clearScript() throws { try command(["clear": true]) }

    /// Videos at the URLs that it gave until now are answered with this status. It gives others from now on.
    package func expireURLs(with status: Int = 404) throws { try command(["expire": status]) }

    /// Lets go of what it keeps waiting.
    package func release() throws { try command(["release": true]) }

    /// How many requests it keeps waiting.
    package func waiting() throws -> Int { try command(["state": true]).waiting }

    /// How many faults of its script have not happened yet.
    package func faultsLeft() throws -> Int { try command(["state": true]).faults.count }

    private struct State: Decodable {
        struct Fault: Decodable {}
        let waiting: Int
        let faults: [Fault]
    }

    @discardableResult
    private func command(_ command: [String: any Sendable]) throws -> State {
        let question = try JSONSerialization.data(withJSONObject: command)
        let answer = try running.withLock { running in
            try running.questions.fileHandleForWriting.write(contentsOf: question + Data("\n".utf8))
            return try Self.line(running.answers)
        }
        return try JSONDecoder().decode(State.self, from: Data(answer.utf8))
    }

    /// Kills it, as a power cut would.
    package func kill() {
        running.withLock { running in
            Glibc.kill(running.process.processIdentifier, SIGKILL)
            running.process.waitUntilExit()
        }
    }

    /// Starts it again after `kill`, with what it knew and what it was started with, and nothing going wrong.
    package func restart() throws {
        let started = try Self.start(place, options.merging(["port": port]) { $1 }).0
        running.withLock { $0 = started }
    }

    // What it saw

    /// A generation that it accepted.
    package struct Charge: Decodable, Hashable, Sendable {
        package let taskUUID: String
        /// The name that belongs to the key.
        package let account: String
        /// What all its results cost; 0 if it failed without a charge.
        package let microDollars: Int
        package let results: Int
        /// The length of its video.
        package let seconds: Double
    }

    /// All generations that it ever accepted, in order.
    package func charges() throws -> [Charge] {
        try lines("ledger.jsonl").map { try JSONDecoder().decode(Charge.self, from: $0) }
    }

    /// A request that it had.
    package struct Request: Sendable {
        package let path: String
        /// Names in small letters; a key is replaced by `<redacted>`.
        package let headers: [String: String]
        /// The tasks in it, each as JSON with its members sorted. Media are replaced by type and SHA-256.
        package let tasks: [String]
        /// What a task of it is: `videoInference` and so on; `download` for a video.
        package let kind: String
        /// What it was answered; nil if it got no answer, or a wrong one.
        package let status: Int?
        /// What went wrong, by the word in the script.
        package let fault: String?
    }

    /// All requests that it ever had, in order.
    package func requests() throws -> [Request] {
        try lines("requests.jsonl").map { line in
            let fields = try JSONSerialization.jsonObject(with: line) as? [String: Any] ?? [:]
            let tasks = fields["tasks"] as? [[String: Any]] ?? []
            return Request(
                path: fields["path"] as? String ?? "", headers: fields["headers"] as? [String: String] ?? [:],
                tasks: try tasks.map { task in
                    let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
                    return String(
                        decoding: try JSONSerialization.data(withJSONObject: task, options: options), as: UTF8.self)
                },
                kind: tasks.first?["taskType"] as? String ?? (fields["download"] == nil ? "" : "download"),
                status: fields["status"] as? Int, fault: fields["fault"] as? String)
        }
    }

    private func lines(_ name: String) throws -> [Data] {
        let path = Paths.join(place, name)
        guard try FileFacts.of(path) != nil else { return [] }
        return Data(try Files.read(path)).split(separator: UInt8(ascii: "\n")).map { Data($0) }
    }
}
