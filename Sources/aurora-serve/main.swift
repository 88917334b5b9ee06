import AuroraCore
import Foundation
import Glibc

/// The path of the running program, whatever it was started as.
func executable() -> String {
    guard let path = realpath("/proc/self/exe", nil) else { return CommandLine.arguments.first ?? "aurora-serve" }
    defer { free(path) }
    return String(cString: path)
}

func complain(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics {
        let notes = diagnostic.notes.map { "note: \($0)\n" }.joined()
        StandardOutput.complain(
            "error: \(diagnostic.problem)\n\(notes)" + (diagnostic.hint.map { "hint: \($0)\n" } ?? ""))
    }
}

signal(SIGPIPE, SIG_IGN)
let arguments: ServeArguments
do throws(ServeArguments.Refusal) { arguments = try ServeArguments(Array(CommandLine.arguments.dropFirst())) } catch {
    StandardOutput.complain("error: \(error.words)\nhint: `aurora serve --help` lists the options\n")
    exit(2)
}
do {
    try await ServeProgram(variables: ProcessInfo.processInfo.environment, executable: executable()).run(arguments)
    exit(0)
} catch let error as any DiagnosticConvertible {
    complain(error.diagnostics)
    exit(1)
} catch {
    StandardOutput.complain("error: \(error)\n")
    exit(1)
}
