package import AuroraCore
package import AuroraHosted

/// A task as it is kept.
package struct StoredTask: Hashable, Sendable {
    /// Its number, in the order in which tasks came; 0 before it has one.
    package var number: Int64 = 0
    package var account: String
    package var task: VideoTask
    /// What is asked for, with the digests of its inputs: the same of two tasks that ask for the same.
    package var fingerprint: String
    /// As it came, media and secrets left out.
    package var request: JSONValue
    /// What the server is called by whoever sent it: `http://127.0.0.1:7860`.
    package var origin: String
    package var state = State.waiting
    /// Milliseconds since 1970.
    package var created: Int64
    package var ended: Int64?
    package var expires: Int64?
    package var takes: [StoredTake]
    /// Of its inputs, as far as they came with it.
    package var inputBytes: Int64

    package enum State: String, Sendable {
        case waiting, running, ended
        /// Its results were deleted at the end of their time.
        case expired
    }

    package init(
        account: String, task: VideoTask, fingerprint: String, request: JSONValue, origin: String, created: Int64,
        takes: [StoredTake], inputBytes: Int64 = 0
    ) {
        self.account = account
        self.task = task
        self.fingerprint = fingerprint
        self.request = request
        self.origin = origin
        self.created = created
        self.takes = takes
        self.inputBytes = inputBytes
    }
}

/// One video of a task.
package struct StoredTake: Hashable, Sendable {
    /// The name of the video, from the beginning on.
    package let videoUUID: String
    package let seed: UInt64
    package var outcome = Outcome.open

    package enum Outcome: Hashable, Sendable {
        case open
        case made(cost: Cost, bytes: Int64)
        case failed(ServiceProblem)
    }

    package init(videoUUID: String, seed: UInt64) {
        self.videoUUID = videoUUID
        self.seed = seed
    }
}

/// What came of handing in a task.
package enum Acceptance: Hashable, Sendable {
    /// With its number.
    case accepted(StoredTask)
    /// It is there already, and asks for the same.
    case known
    /// Another task of this account has its name.
    case conflict
    /// So many wait already.
    case full
    /// So many of this account's wait already.
    case tooMany
    /// This account keeps as much as it may.
    case noRoom
}

/// A file that was uploaded.
package struct StoredUpload: Hashable, Sendable {
    package let uuid: String
    package let account: String
    package let suffix: String
    package let bytes: Int64
    /// Milliseconds since 1970.
    package var used: Int64

    package init(uuid: String, account: String, suffix: String, bytes: Int64, used: Int64) {
        self.uuid = uuid
        self.account = account
        self.suffix = suffix
        self.bytes = bytes
        self.used = used
    }

    /// Of the file in the folder of media.
    package var name: String { "\(uuid).\(suffix)" }
}
