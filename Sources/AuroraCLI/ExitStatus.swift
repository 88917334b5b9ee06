/// What the process tells its caller. Of several, the worst wins.
package enum ExitStatus: Int32, Sendable, Comparable {
    case done = 0
    /// `diff --exit-code`: there are changes.
    case changes = 4
    /// Something needs approval or is over budget.
    case needsApproval = 3
    case actionFailed = 1
    /// The workspace or the command line is not right.
    case badUsage = 2
    case interrupted = 130

    package static func < (left: ExitStatus, right: ExitStatus) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .done: 0
        case .changes: 1
        case .needsApproval: 2
        case .actionFailed: 3
        case .badUsage: 4
        case .interrupted: 5
        }
    }
}
