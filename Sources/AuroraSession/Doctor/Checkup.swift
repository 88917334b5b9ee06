/// One thing that a build needs, and how it stands.
package struct Checkup: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        case ok
        /// Something cannot be done, but a build can.
        case warning
        /// A build cannot work.
        case problem
    }

    /// What was looked at, in a word or two.
    package let subject: String
    package let state: State
    /// What was found.
    package let detail: String
    /// What to do about it.
    package let hint: String?

    package init(_ subject: String, _ state: State, _ detail: String, hint: String? = nil) {
        self.subject = subject
        self.state = state
        self.detail = detail
        self.hint = hint
    }
}
