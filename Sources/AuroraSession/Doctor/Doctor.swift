import AuroraCore
import AuroraFiles
import AuroraGit
import AuroraProvenance
import AuroraWorkspace
import RenderProtocol

/// Looks at everything that builds need, one thing after the other, and changes nothing.
package struct Doctor: Sendable {
    private let environment: SessionEnvironment
    private let directory: String

    /// A build should not fill the disk to the last byte: a video of ten minutes has some hundred megabytes.
    private static let comfortableBytes: Int64 = 2 << 30
    private static let neededBytes: Int64 = 200 << 20

    /// `directory` is where to look for a workspace.
    package init(directory: String, environment: SessionEnvironment) {
        self.directory = directory
        self.environment = environment
    }

    /// What was found, in the order in which it is best put right. `version` is the program's.
    package func examine(version: String) async -> [Checkup] {
        var result = [Checkup("program", .ok, "\(version), \(environment.executable)")]
        result += await renderer()
        result.append(speech())
        result.append(git())
        result.append(workspace())
        result.append(providerKey())
        result.append(disk())
        return result
    }

    private func renderer() async -> [Checkup] {
        let process = RendererProcess(environment: environment)
        let program: String
        let report: RendererReport
        do {
            program = try process.locate()
            report = try await process.report()
        } catch {
            let diagnostic = (error as? any DiagnosticConvertible)?.diagnostics.first
            return [Checkup("renderer", .problem, diagnostic?.problem ?? "\(error)", hint: diagnostic?.hint)]
        }
        let version = report.version
        guard version == "aurora-render \(EngineVersion.current)" else {
            let found = version.isEmpty ? "nothing" : "`\(PrintableText.sanitized(version))`"
            return [
                Checkup(
                    "renderer", .problem, "`\(program)` says \(found), not `aurora-render \(EngineVersion.current)`",
                    hint: "`aurora` and `aurora-render` must be of one version: run `make install` again")
            ]
        }
        let wrong = report.files.filter { !$0.hasPrefix("ok ") }
        let models =
            wrong.isEmpty
            ? [Checkup("engine", .ok, "\(report.files.count) libraries and models, each of the right digest")]
            : wrong.map {
                Checkup(
                    "engine", .problem, PrintableText.sanitized($0),
                    hint: "run `make setup` in Aurora's folder, or `make install` if Aurora is installed")
            }
        return [Checkup("renderer", .ok, "\(version), \(program)")] + models
            + [safety(report.safety), confinement(report.confined)]
    }

    /// What checks content is there for those who ask for it: that it is missing is no fault.
    private func safety(_ state: RendererReport.Safety) -> Checkup {
        switch state {
        case .installed: Checkup("safety", .ok, "what checks content is installed")
        case .missing:
            Checkup("safety", .ok, "what checks content is not installed; only `safety: fast` and `full` need it")
        case .wrong: Checkup("safety", .warning, state.problem?.text ?? "", hint: state.problem?.hint)
        }
    }

    /// What the kernel keeps the renderer from while it decodes files of others.
    private func confinement(_ parts: String) -> Checkup {
        let isWhole = parts.contains("network") && parts.contains("other files")
        return Checkup(
            "confined", isWhole ? .ok : .warning,
            parts.isEmpty ? "nothing limits the renderer" : "the renderer's " + PrintableText.sanitized(parts),
            hint: isWhole
                ? nil : "a kernel with seccomp and Landlock (Linux 5.13) keeps it from programs, network and files")
    }

    private func speech() -> Checkup {
        guard let program = programInPath("espeak-ng") else {
            return Checkup(
                "speech", .warning, "there is no `espeak-ng`: text cannot be spoken",
                hint: "install it if you need it: `apt-get install espeak-ng`")
        }
        return Checkup("speech", .ok, program)
    }

    private func git() -> Checkup {
        let repository = GitRecordRepository(workspace: directory, environment: GitEnvironment(environment.variables))
        do {
            switch try repository.state() {
            case .none:
                return Checkup(
                    "git", .warning, "this folder is in no git repository: records are not committed",
                    hint: "run `git init`")
            case .bare:
                return Checkup(
                    "git", .warning, "the repository here has no working tree: records are not committed",
                    hint: "work in a clone of it")
            case .ready(let status):
                guard status.hasIdentity else {
                    return Checkup(
                        "git", .problem, "git does not know who you are: records cannot be committed",
                        hint: "run `git config --global user.name NAME` and `git config --global user.email ADDRESS`")
                }
                return Checkup("git", .ok, "\(status.root), and who commits is known")
            }
        } catch {
            let diagnostic = (error as? any DiagnosticConvertible)?.diagnostics.first
            return Checkup("git", .problem, diagnostic?.problem ?? "\(error)", hint: diagnostic?.hint)
        }
    }

    private func workspace() -> Checkup {
        let root: String
        do { root = try WorkspaceFinder.find(from: directory) } catch {
            return Checkup("workspace", .warning, "this folder is in no workspace", hint: "make one with `aurora init`")
        }
        do throws(DiagnosticsError) {
            let configuration = try UserConfigurationLoader(variables: environment.variables).load(apartFrom: root)
            let workspace = try WorkspaceLoader(root: root, configuration: configuration).load().workspace
            let scenes = Wording.count(workspace.scenes.count, "scene")
            let campaigns =
                workspace.campaigns.isEmpty ? "" : " (\(Wording.count(workspace.campaigns.count, "campaign")))"
            return Checkup(
                "workspace", .ok, "`\(workspace.name)`, \(scenes)\(campaigns), profile `\(workspace.profile)`")
        } catch {
            let count = Wording.count(error.diagnostics.count { $0.severity == .error }, "mistake")
            return Checkup("workspace", .problem, "\(root) has \(count)", hint: "`aurora status` shows them")
        }
    }

    /// Whether there is a key, never which.
    private func providerKey() -> Checkup {
        let variables = environment.variables
        do throws(DiagnosticsError) {
            let root = (try? WorkspaceFinder.find(from: directory)) ?? directory
            let configuration = try UserConfigurationLoader(variables: variables).load(apartFrom: root)
            let source = try HostedAccount.keySource(configuration.hosted, variables: variables)
            return Checkup(
                "provider key", .ok,
                source.map { "from \($0)" } ?? "there is none; only paid scenes need it")
        } catch {
            let diagnostic = error.diagnostics.first
            return Checkup("provider key", .warning, diagnostic?.problem ?? "", hint: diagnostic?.hint)
        }
    }

    private func disk() -> Checkup {
        // Outside of a workspace, this folder's disk is as good as any.
        let place = (try? WorkspaceFinder.find(from: directory)) ?? directory
        do throws(FileError) {
            let free = try Files.freeBytes(at: place)
            let detail = "\(free / 1_000_000_000).\(free / 100_000_000 % 10) GB free"
            if free < Self.neededBytes {
                return Checkup("disk", .problem, detail, hint: "make room: a build needs some hundred megabytes")
            }
            return free < Self.comfortableBytes
                ? Checkup("disk", .warning, detail, hint: "make room before a large build")
                : Checkup("disk", .ok, detail)
        } catch {
            return Checkup("disk", .problem, error.diagnostics.first?.problem ?? "the disk cannot be looked at")
        }
    }

    private func programInPath(_ name: String) -> String? {
        (environment.variables["PATH"] ?? "").split(separator: ":").map { Paths.join(String($0), name) }
            // A folder that cannot be looked at holds no program for us.
            .first { ((try? FileFacts.of($0)) ?? nil).map { $0.kind != .directory } ?? false }
    }
}
