package import AuroraHosted

/// What the server was started with.
package struct ServeSettings: Sendable {
    /// Tasks that are carried out at a time.
    package var jobs = 1
    package var quotas = Quotas()
    /// Seconds for which results are kept if their task does not say: seven days.
    package var defaultTTL = 604_800
    /// Milliseconds after which an upload that nobody uses is deleted: thirty days.
    package var uploadLifetime: Int64 = 30 * 86_400_000
    /// Milliseconds for which a task is known after its results were deleted: thirty days.
    package var memory: Int64 = 30 * 86_400_000
    /// Whether inputs may be paths of this machine.
    package var allowsLocalPaths = false
    /// One picture or sound.
    package var maximumMediaBytes: Int64 = 64 << 20
    /// Milliseconds of sound, as the maker of the models states it.
    package var longestSound = 300_000
    /// A webhook is called so often at most.
    package var webhookTries = 10
    package var prices = PriceTable()

    package init() {}
}

/// How much of the server its clients may take up.
package struct Quotas: Sendable {
    /// Tasks that may wait.
    package var queue = 100
    /// Those of one account.
    package var accountQueue = 50
    /// What an account may keep: uploads, results, and the inputs of tasks that are not done.
    package var accountBytes: Int64 = 4 << 30

    package init() {}
}
