import Foundation

/// Looks for a secret in the arguments and environments of all processes of this machine, for as long as it is there:
/// `Service/process_watch.py`, whose first lines say what it gives.
final class ProcessWatch {
    struct Report: Decodable {
        let looks: Int
        let programs: [String]
        let found: [String]
    }

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init(for secret: String) throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Service/process_watch.py")
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data("\(secret)\n".utf8))
    }

    /// Ends it.
    func end() throws -> Report {
        try input.fileHandleForWriting.close()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try JSONDecoder().decode(Report.self, from: answer)
    }
}
