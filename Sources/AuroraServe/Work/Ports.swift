/// Makes videos out of files. The port behind which the renderer is.
package protocol VideoMaking: Sendable {
    /// Makes a video; `progress` is told parts of 1. Throws `MakingFailure`, or `CancellationError`.
    func make(_ order: VideoOrder, progress: @escaping @Sendable (Double) -> Void) async throws -> MadeVideo

    /// The length of a sound in milliseconds; `nil` if it cannot be decoded.
    func soundMilliseconds(of file: String) async throws -> Int?
}

/// A video that is to be made. Paths are absolute.
package struct VideoOrder: Sendable {
    package let task: VideoTask
    package let seed: UInt64
    package let image: String
    package let audio: String
    /// Where it goes; whole or not at all.
    package let output: String
}

/// A video that was made.
package struct MadeVideo: Hashable, Sendable {
    /// Of its sound.
    package let milliseconds: Int

    package init(milliseconds: Int) { self.milliseconds = milliseconds }
}

/// Why there is no video. Its words are for whoever asked for it, and name no file of this machine.
package enum MakingFailure: Error, Hashable, Sendable {
    case badImage(String)
    case badAudio(String)
    /// The content is not safe for work.
    case flagged(String)
    /// It cannot be done here: the safety check is not installed.
    case unavailable(String)
    /// The renderer failed; told to the log alone.
    case broken(String)
}

/// Calls addresses that strangers name. The port behind which the network is, with a guard against addresses of this machine
/// and its neighbours.
package protocol OutgoingCalls: Sendable {
    /// Why an address is not called at all; `nil` if it may be. Says nothing of where its name leads.
    func objection(to url: String) -> String?

    /// Gets a file of at most so many bytes; there is none at `path` if this fails.
    func fetch(_ url: String, to path: String, maximumBytes: Int64) async throws(CallFailure)

    /// Sends a JSON document; returns the status of the answer.
    func post(_ document: [UInt8], to url: String) async throws(CallFailure) -> Int

    /// Sends a file; returns the status of the answer.
    func put(_ file: String, contentType: String, to url: String) async throws(CallFailure) -> Int
}

/// Why a call has no answer, in words that hold no more of the address than its host.
package struct CallFailure: Error, Hashable, Sendable {
    package let words: String
    /// Whether a later call may have one.
    package let mayPass: Bool

    package init(_ words: String, mayPass: Bool) {
        self.words = words
        self.mayPass = mayPass
    }
}
