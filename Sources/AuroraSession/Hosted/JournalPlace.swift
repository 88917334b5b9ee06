import AuroraCore
import AuroraFiles
import AuroraHosted

/// Where the journal of paid tasks is: with the user's own state, one for all workspaces.
struct JournalPlace: Sendable {
    private let variables: [String: String]
    /// Absolute path of a workspace, which must not hold it.
    private let workspace: String

    init(_ variables: [String: String], apartFrom workspace: String) {
        self.variables = variables
        self.workspace = workspace
    }

    /// Its absolute path, whether it is there or not.
    func path() throws(DiagnosticsError) -> String {
        let state = try UserFolders(variables).state(
            apartFrom: workspace, holding: "a record of what was paid does not outlive it")
        return Paths.join(state, "aurora/jobs.sqlite")
    }

    /// Opens or makes it.
    func open() throws -> DiskJobJournal { try open(path()) }

    /// Opens it; `nil` if nothing was ever written in it.
    func openIfThere() throws -> DiskJobJournal? {
        let path = try path()
        return try FileFacts.of(path) == nil ? nil : try open(path)
    }

    private func open(_ path: String) throws(DiagnosticsError) -> DiskJobJournal {
        do throws(JournalError) { return try DiskJobJournal(path) } catch { throw DiagnosticsError([error.diagnostic]) }
    }
}
