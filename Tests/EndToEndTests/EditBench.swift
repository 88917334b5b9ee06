import AuroraFiles
import AuroraTesting
import Foundation
import RenderProtocol
import Testing

/// A folder in which the real renderer carries out requests, each by a process of its own.
struct EditBench {
    let bench: Workbench

    init() async throws { bench = try await Workbench() }

    var folder: TemporaryFolder { bench.folder }

    /// The answer to one request, whose paths are relative to the folder.
    func answer(_ task: RenderTask, processors: Int? = nil) async throws -> RenderResponse {
        try folder.write(Array(JSONEncoder().encode(RenderRequest(task: task))), to: "request.json")
        let renderer = Workbench.program("aurora-render")
        let arguments = ["--request", "request.json", "--result", "result.json"]
        let ended =
            if let processors {
                try await bench.run("/usr/bin/taskset", list: ["-c", "0-\(processors - 1)", renderer] + arguments)
            } else {
                try await bench.run(renderer, list: arguments)
            }
        #expect(ended.status == 0, "\(ended.messages)")
        return try JSONDecoder().decode(RenderResponse.self, from: Data(Files.read(folder.path("result.json"))))
    }

    /// What was made. Records an issue if it was not.
    func facts(_ task: RenderTask, processors: Int? = nil) async throws -> MediaFacts {
        switch try await answer(task, processors: processors) {
        case .talkingHead(let facts), .video(let facts): return facts
        case let other: throw Unexpected(answer: other)
        }
    }

    /// Why nothing was made.
    func failure(_ task: RenderTask) async throws -> RenderFailure {
        guard case .failed(let failure) = try await answer(task) else { throw Unexpected(answer: .failed(.none)) }
        return failure
    }

    struct Unexpected: Error {
        let answer: RenderResponse
    }

    /// Brings a file of the project's in.
    func take(_ file: String, as name: String) throws {
        try folder.write(try Files.read(Workbench.project.appending(path: file).path), to: name)
    }
}

extension RenderFailure {
    /// In the place of one that did not come.
    static let none = RenderFailure(subject: .engine, problem: "it was made")
}
