import ArgumentParser
import AuroraTesting
import Testing

@testable import AuroraCLI

@Suite struct HelpTests {
    @Test func theRootHelpsOn80Columns() throws {
        let text = AuroraCommand.helpMessage(columns: 80)
        #expect(try Golden.difference(text + "\n", from: "help.txt") == nil)
    }

    @Test func everyCommandHelpsOn80Columns() throws {
        for (name, command) in Self.commands(of: AuroraCommand.self) {
            let text = AuroraCommand.helpMessage(for: command, columns: 80)
            #expect(try Golden.difference(text + "\n", from: "help-\(name).txt") == nil)
            // The parser's own line of usage is not wrapped.
            let lines = text.split(separator: "\n").filter { !$0.hasPrefix("USAGE") }
            #expect(lines.allSatisfy { $0.count <= 80 }, "\(text)")
        }
    }

    /// Every command below this one, and how it is called: `cache`, `cache-verify`.
    private static func commands(of parent: any ParsableCommand.Type) -> [(String, any ParsableCommand.Type)] {
        parent.configuration.subcommands.flatMap { command in
            [(command._commandName, command)]
                + commands(of: command).map { ("\(command._commandName)-\($0.0)", $0.1) }
        }
    }
}
