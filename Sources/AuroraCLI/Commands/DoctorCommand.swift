import ArgumentParser
import AuroraSession

struct DoctorCommand: ParsableCommand, AuroraSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at everything that builds need, and say what to do where it is not right.",
        discussion: """
            A line each: program, renderer, engine, speech, git, workspace, provider key, disk. Ends with status 1 if \
            something is missing that a build needs. Nothing is changed, and no key is shown.

            EXAMPLES
              aurora doctor
              aurora doctor --json | jq -r 'select(.state != "ok") | .hint'
            """)

    @Option(name: [.customShort("C"), .customLong("directory")], help: "Run as if started in this folder.")
    var directory: String?
    @Flag(help: "Print JSON, one thing a line.") var json = false

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let doctor = Doctor(directory: context.folder(directory), environment: context.environment)
        let checkups = await doctor.examine(version: AuroraVersion.text)
        context.output.write(
            json ? checkups.map(JSONText.checkup).joined() : DoctorText(style: context.output.style).text(checkups))
        return checkups.contains { $0.state == .problem } ? .actionFailed : .done
    }
}
