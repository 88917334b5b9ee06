import ArgumentParser
import AuroraCore
import AuroraSession
import Dispatch
import Glibc

/// The program: parses the command line, runs one command, says what went wrong.
package enum AuroraMain {
    /// Runs with these arguments (without the program's name). Returns the exit status.
    package static func run(arguments: [String]) async -> Int32 {
        let output = Terminal.standardOutput(variables: ProcessFacts.variables)
        let messages = Terminal.standardError(variables: ProcessFacts.variables)
        let command: any ParsableCommand
        do { command = try AuroraCommand.parseAsRoot(arguments) } catch {
            return tell(error, output, messages, hint: OptionHint.hint(for: arguments))
        }
        guard let runnable = command as? any AuroraSubcommand else {
            // A group of commands, or the parser's own `help`: what they do is to ask for the help of a command.
            var other = command
            do { try other.run() } catch { return tell(error, output, messages) }
            return ExitStatus.done.rawValue
        }
        let context = CommandContext(
            environment: ProcessFacts.environment, currentDirectory: ProcessFacts.currentDirectory, output: output,
            messages: messages, afterDashes: arguments.firstIndex(of: "--").map { Array(arguments[($0 + 1)...]) })
        return await interruptibly { await carryOut(runnable, context) }.rawValue
    }

    private static func carryOut(_ command: any AuroraSubcommand, _ context: CommandContext) async -> ExitStatus {
        do { return try await command.run(context) } catch is CancellationError {
            return .interrupted
        } catch let error as any DiagnosticConvertible {
            context.messages.write(error.diagnostics)
            switch error {
            case is DiagnosticsError: return .badUsage
            case is ApprovalError: return .needsApproval
            default: return .actionFailed
            }
        } catch {
            context.messages.write([Diagnostic(PrintableText.sanitized("\(error)"))])
            return .actionFailed
        }
    }

    /// Help goes to standard output, a complaint about the command line to standard error with status 2.
    private static func tell(
        _ error: any Error, _ output: Terminal, _ messages: Terminal, hint: String? = nil
    ) -> Int32 {
        let text = AuroraCommand.fullMessage(for: error, columns: output.columns)
        if AuroraCommand.exitCode(for: error).isSuccess {
            output.write(text + "\n")
            return ExitStatus.done.rawValue
        }
        let told = OptionHint.worded(text) + (hint.map { "\n\(messages.style.hint("hint")): \($0)" } ?? "")
        messages.write(told + "\n")
        return ExitStatus.badUsage.rawValue
    }

    /// Cancels the work on SIGINT and SIGTERM; a second one ends the process at once.
    private static func interruptibly(_ body: @escaping @Sendable () async -> ExitStatus) async -> ExitStatus {
        let work = Task { await body() }
        let signals = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                if work.isCancelled { _exit(ExitStatus.interrupted.rawValue) }
                work.cancel()
            }
            source.resume()
            return source
        }
        let status = await work.value
        for source in signals { source.cancel() }
        return status
    }
}
