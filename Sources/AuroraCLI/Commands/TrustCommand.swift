import ArgumentParser
import AuroraCore
import AuroraSession

struct TrustCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "trust", abstract: "Allow the programs that a workspace declares as providers to run.",
        discussion: """
            A workspace may come from a stranger, so its programs run only once you have seen them. What you allow is \
            this declaration with these files, in this folder: any change asks again. It is noted in \
            $XDG_STATE_HOME/aurora/trust (or ~/.local/state), never in the workspace. A program runs as you, with your \
            rights: Aurora keeps secrets out of its environment, but does not confine it.

            Without a terminal to ask on it ends with status 3, unless you pass --yes.

            EXAMPLES
              aurora trust                every program of this workspace
              aurora trust mine --yes     one of them, without being asked
              aurora trust --list         what is allowed, in all workspaces
              aurora trust --revoke mine  no longer
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @Argument(help: "The providers (default: all that the workspace declares).") var names: [String] = []
    @Flag(help: "Allow them without being asked.") var yes = false
    @Flag(help: "List what is allowed, in all workspaces.") var list = false
    @Flag(help: "Take back what was allowed.") var revoke = false
    @Flag(help: "Print JSON, one program a line.") var json = false

    func validate() throws {
        if list && (revoke || yes || !names.isEmpty) { throw ValidationError("`--list` stands alone") }
        if revoke && yes { throw ValidationError("choose `--revoke` or `--yes`") }
    }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let session = try workspace.open(context)
        if list {
            let allowances = try session.allowances()
            context.output.write(
                json
                    ? allowances.map(JSONText.allowance).joined()
                    : TrustText(style: context.output.style).text(allowances))
            return .done
        }
        return try revoke ? takeBack(session, context) : allow(session, context)
    }

    private func allow(_ session: Session, _ context: CommandContext) throws -> ExitStatus {
        let reports = try session.trustReports(names)
        let text = TrustText(style: context.output.style)
        if reports.isEmpty && !json { context.output.write("the workspace declares no programs\n") }
        var status = ExitStatus.done
        for report in reports {
            if !json { context.output.write(text.text(report)) }
            let isAllowed = try report.state == .trusted || yes || (!json && context.asks(question(report)))
            if isAllowed && report.state != .trusted { try session.trust(report) }
            if json {
                context.output.write(JSONText.trust(report, isTrusted: isAllowed))
            } else if report.state != .trusted {
                context.output.write(isAllowed ? "trusted\n" : "not trusted\n")
            }
            if !isAllowed { status = .needsApproval }
        }
        if status != .done && !json && !context.canAsk {
            context.messages.write([
                Diagnostic("there is no terminal to ask on", hint: "pass `--yes` to allow what is shown")
            ])
        }
        return status
    }

    private func question(_ report: TrustReport) -> String {
        "Allow `\(PrintableText.sanitized(report.program.name))` to run? [y/N] "
    }

    private func takeBack(_ session: Session, _ context: CommandContext) throws -> ExitStatus {
        let own = try session.allowances().filter { $0.workspace == session.workspace.root }.map(\.declaration.name)
        for name in names.isEmpty ? own : names {
            let had = try session.revoke(name)
            let shown = PrintableText.sanitized(name)
            if json {
                context.output.write(JSONText.revoked(name, had: had))
            } else {
                context.output.write(had ? "`\(shown)` is no longer trusted\n" : "`\(shown)` was not trusted\n")
            }
        }
        if names.isEmpty && own.isEmpty && !json { context.output.write("nothing is trusted in this workspace\n") }
        return .done
    }
}
