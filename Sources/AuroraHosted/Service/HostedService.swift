package import AuroraCore

/// The service that makes videos for money, as the protocol sees it. Every call ends within a deadline of its own.
///
/// Nothing here throws but `CancellationError`: what cannot be told for sure is an answer like any other.
package protocol HostedService: Sendable {
    /// Sends a task, once. `task` is the JSON object, with its name in it.
    func submit(_ task: OutgoingTask) async throws -> SubmitAnswer

    /// How far a task is. May be asked again at any time.
    func report(on id: TaskID) async throws -> TaskReport

    /// What the service keeps of a past task.
    func history(of id: TaskID) async throws -> TaskHistory
}

/// A task as it is sent, with its name.
package struct OutgoingTask: Hashable, Sendable {
    package let id: TaskID
    /// All members, but for those that hold secrets: what is kept in the journal, and sent again.
    package let members: JSONValue
    /// Members whose values nobody is to see, by name. Sent, and kept nowhere.
    package let secrets: [SecretMember]

    package init(id: TaskID, members: JSONValue, secrets: [SecretMember] = []) {
        self.id = id
        self.members = members
        self.secrets = secrets
    }

    /// A member with a secret value. Two of one name count as equal: their values are not looked at.
    package struct SecretMember: Hashable, Sendable {
        package let name: String
        package let value: Secret

        package init(_ name: String, _ value: Secret) {
            self.name = name
            self.value = value
        }

        package static func == (left: Self, right: Self) -> Bool { left.name == right.name }
        package func hash(into hasher: inout Hasher) { hasher.combine(name) }
    }
}

/// What came of sending a task.
package enum SubmitAnswer: Hashable, Sendable {
    case accepted
    /// There is a task of this name already.
    case nameIsTaken
    /// It was not taken, and will not be as it is. Nothing is charged.
    case rejected(ServiceError)
    /// It was not taken, nor will any other of this account be. Nothing is charged.
    case stopped(ServiceError)
    /// It was not taken: too many at a time. Nothing is charged.
    case tooSoon(retryAfterSeconds: Int?)
    /// It surely never left. Nothing is charged.
    case notSent(String)
    /// It may have been taken or not. In words, why nobody knows.
    case unknown(String)
}

/// How far a task is.
package enum TaskReport: Hashable, Sendable {
    /// `fraction` is 0…1; `nil` where it does not tell.
    case processing(fraction: Double?)
    case finished(Generation)
    /// It ended without a result. `charged` is what it cost all the same, if the service says so.
    case failed(ServiceError, charged: Cost?)
    /// The service does not know it, or tells nothing of it.
    case missing
    /// The key, its rights or its balance: nothing can be asked.
    case stopped(ServiceError)
    /// There is no telling now. In words, why.
    case unclear(String, retryAfterSeconds: Int?)
}

/// What the service keeps of a past task.
package enum TaskHistory: Hashable, Sendable {
    /// `request` is the task as it was sent, if it is told.
    case found(request: JSONValue?, TaskReport)
    case missing
    case unclear(String)
}

/// A finished video at the service.
package struct Generation: Hashable, Sendable {
    package let videoUUID: String
    package let videoURL: String
    /// What it cost; `nil` if the service does not say, or says what cannot be.
    package let cost: Cost?
    package let seed: String?
    /// Whether the safety check flagged it.
    package let isFlagged: Bool

    package init(videoUUID: String, videoURL: String, cost: Cost?, seed: String? = nil, isFlagged: Bool = false) {
        self.videoUUID = videoUUID
        self.videoURL = videoURL
        self.cost = cost
        self.seed = seed
        self.isFlagged = isFlagged
    }
}
