package import AuroraHosted

/// What the server was started with.
package struct ServeSettings: Sendable {
    /// Tasks that are carried out at a time.
    package var jobs = 1
    /// Tasks that may wait.
    package var queueLimit = 100
    /// Seconds for which results are kept if their task does not say: seven days.
    package var defaultTTL = 604_800
    /// Milliseconds after which an upload that nobody uses is deleted: thirty days.
    package var uploadLifetime: Int64 = 30 * 86_400_000
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
