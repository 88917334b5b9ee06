package import AuroraCore

/// Why there is no video of a paid task. In each case the journal knows what was paid.
package enum PaidTaskError: Error, Hashable, Sendable {
    /// The service would not take it. Nothing was paid.
    case rejected(ServiceError)
    /// The service takes nothing of this account. Nothing was paid for this task; no other is worth trying.
    case stopped(ServiceError)
    /// It was never taken: the service cannot be reached, or is too busy. Nothing was paid.
    case notTaken(String)
    /// The service ended it without a result.
    case failed(ServiceError, charged: Cost?)
    /// Paid, and flagged by the safety check.
    case flagged(Job)
    /// Nobody can tell whether it was paid.
    case undecided(Job)
    /// It is on its way; a later build goes on from here and pays nothing more. In words, how far it came.
    case stillOpen(Job, String)
    /// It was told to come only from what was paid already, and there is nothing.
    case nothingPaid
}
