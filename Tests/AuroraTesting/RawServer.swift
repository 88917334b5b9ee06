import AuroraFiles
import Foundation

/// A server on this machine below HTTP's politeness: it reads whole requests, and then does what their path says.
///
///     /echo     method, headers, body's length and SHA-256, number of the connection, as JSON
///     /reset    the connection is reset      /close    it ends       /half    half an answer
///     /garbage  no HTTP                      /stall    nothing until it is closed
///     /drip     a byte a second              /large    a megabyte    /endless never ends
///     /status/N that status, with the query as `Retry-After`
///     /steps/A/B/…  a video, the first time in the way of A, then of B, and so on: `whole`, `cut1000` (as all that follow with a
///               number of bytes), `stall1000`, `part1000`, `bare1000` (cut, and nothing tells the version), `weak1000`, `tiny3`,
///               `ignore` (the range), `other` (content), `shifted`, `longer`, `unknown` (length), `html`, `page`, `json`,
///               `redirect`, `away`, `status503`
///     /once     answered the first time on a connection; the second time the connection ends
///
/// Before it is a server it may be a proxy: it opens tunnels for `CONNECT` and counts them.
package final class RawServer: Sendable {
    package enum Kind: String, Sendable {
        case http
        /// With a certificate for `localhost` alone.
        case https
        /// The same, which speaks HTTP/2 and nothing else.
        case http2
    }

    package let port: Int
    /// The file of its certificate.
    package let certificate: String
    private let kind: Kind
    private let process: Process
    private let folder: TemporaryFolder
    private let questions = Pipe()
    private let answers = Pipe()

    package init(_ kind: Kind) throws {
        self.kind = kind
        folder = try TemporaryFolder()
        certificate = folder.path("server.pem")
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Servers/raw_server.py")
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path, kind.rawValue, folder.path]
        process.standardOutput = answers
        process.standardInput = questions
        try process.run()
        guard let port = Int(try Self.line(answers)) else { throw FileError("start", script.path, code: ECHILD) }
        self.port = port
    }

    // Not by a signal that can be blocked: a process begins with the mask of the thread that starts it.
    deinit { kill(process.processIdentifier, SIGKILL) }

    package func url(_ path: String, host: String = "localhost") -> String {
        "\(kind == .http ? "http" : "https")://\(host):\(port)/\(path)"
    }

    /// What it has seen so far.
    package struct Counts: Codable, Sendable {
        package let connections: Int
        package let requests: Int
        package let tunnels: Int
        /// The heads of all requests for tunnels.
        package let tunnelHeads: [String]
        /// How many requests are being kept waiting.
        package let stalls: Int
        /// What was asked for of the video, each time; empty for all.
        package let ranges: [String]
    }

    /// The video that it has.
    package func video() throws -> [UInt8] { try Files.read(folder.path("video")) }

    package func counts() throws -> Counts {
        try questions.fileHandleForWriting.write(contentsOf: Data("counts\n".utf8))
        return try JSONDecoder().decode(Counts.self, from: Data(try Self.line(answers).utf8))
    }

    private static func line(_ pipe: Pipe) throws -> String {
        var line = Data()
        while let byte = try pipe.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data("\n".utf8) {
            line += byte
        }
        return String(decoding: line, as: UTF8.self)
    }
}
