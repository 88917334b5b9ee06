import ArgumentParser
import AuroraCore
import AuroraSession

struct CompletionsCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print a script that lets a shell complete commands and names.",
        discussion: """
            Commands and options are completed, and the names of scenes, campaigns, their cells, profiles and templates.

            EXAMPLES
              aurora completions bash > ~/.local/share/bash-completion/completions/aurora
              aurora completions zsh > ~/.zsh/completions/_aurora
              aurora completions fish > ~/.config/fish/completions/aurora.fish
            """)

    @Argument(help: "bash, zsh or fish.", completion: .list(["bash", "zsh", "fish"])) var shell: String

    func run(_ context: CommandContext) async throws -> ExitStatus {
        guard let known = CompletionShell(rawValue: shell) else {
            throw DiagnosticsError([
                Diagnostic(
                    "there are no completions for `\(PrintableText.sanitized(shell))`",
                    hint: "choose `bash`, `zsh` or `fish`")
            ])
        }
        context.output.write(AuroraCommand.completionScript(for: known) + "\n")
        return .done
    }
}
