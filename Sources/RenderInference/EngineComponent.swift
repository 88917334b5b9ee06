/// What of the engine is installed by itself.
package enum EngineComponent: Sendable, CaseIterable {
    /// What every video needs.
    case engine
    /// What checks pictures and videos for content that is not safe for work. Optional.
    case safety

    /// The files of it.
    package var files: [EngineFile] { EngineFile.allCases.filter { $0.component == self } }

    /// The command that installs it.
    package var hint: String {
        switch self {
        case .engine: "run `make setup` in Aurora's folder, or `make install` if Aurora is installed"
        case .safety: "run `make safety` in Aurora's folder, and then `make install` if Aurora is installed"
        }
    }
}
