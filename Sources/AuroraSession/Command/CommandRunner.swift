import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraWorkspace
import Synchronization

/// What all programs of a workspace share: the warden that runs them, where they are found, and whether they may run.
final class CommandRunner: Sendable {
    let folder: ContainedFolder
    let layout: DiskLayout
    let warden = Warden()
    let folders = CommandFolders()
    let trust: TrustBook
    let processorCount: Int
    /// The folders in which bare names are looked up: absolute ones only, since others would depend on where a program
    /// happens to run.
    let searchPath: [String]
    private let found = Mutex<[String: String?]>([:])

    init(folder: ContainedFolder, layout: DiskLayout, environment: SessionEnvironment) {
        self.folder = folder
        self.layout = layout
        processorCount = environment.processorCount
        trust = TrustBook(workspace: folder.path, variables: environment.variables)
        let path = environment.variables["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        searchPath = path.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
    }

    /// The absolute path of a program with a bare name; `nil` if there is none.
    func locate(_ name: String) -> String? {
        if let known = found.withLock({ $0[name] }) { return known }
        let candidates = searchPath.lazy.map { Paths.join($0, name) }
        // What cannot be looked at cannot be run either.
        let path = candidates.first { candidate in
            guard let real = try? Files.realPath(candidate), let facts = (try? FileFacts.of(real)) ?? nil else {
                return false
            }
            return facts.kind == .regular && facts.isExecutable
        }
        found.withLock { $0[name] = .some(path) }
        return path
    }
}
