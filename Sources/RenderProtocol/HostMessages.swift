/// What the build tells a renderer that stays open (`aurora-render --serve`): a JSON document a line on its standard
/// input. It ends with its input.
package enum HostOrder: Codable, Sendable, Equatable {
    /// Carry out a request in `folder`, which is relative to the folder that the host was started in; all paths of the
    /// request are relative to it. The answer is written there, to `resultName`. `job` is no other's that still runs.
    case run(job: Int, folder: String, request: RenderRequest)
    /// End what is done for a job, at once.
    case stop(job: Int)

    /// The file that an answer is written to.
    package static let resultName = "result.json"
}

/// What a renderer that stays open tells the build: a JSON document a line on its standard output.
package enum HostReport: Codable, Sendable, Equatable {
    case progress(job: Int, RenderProgress)
    /// No process of the job's is left. Whether there is an answer tells its ending.
    case ended(job: Int, HostEnding)
}

/// How the process ended that carried out a request.
package struct HostEnding: Codable, Sendable, Equatable {
    package enum How: Codable, Sendable, Equatable {
        case exited(Int32)
        case signaled(Int32)
        /// It could not be started; the errno.
        case notStarted(Int32)
    }

    package var how: How
    /// The last lines that it wrote to standard error.
    package var complaint: [String]

    package init(_ how: How, complaint: [String] = []) {
        self.how = how
        self.complaint = complaint
    }
}
