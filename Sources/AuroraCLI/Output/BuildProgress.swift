import AuroraBuild

/// Shows a build while it runs.
protocol BuildProgress: BuildObserver {
    /// Takes away what was drawn for the moment.
    func end()
}
