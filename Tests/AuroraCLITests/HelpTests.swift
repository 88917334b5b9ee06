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
        for command in AuroraCommand.configuration.subcommands {
            let text = AuroraCommand.helpMessage(for: command, columns: 80)
            #expect(try Golden.difference(text + "\n", from: "help-\(command._commandName).txt") == nil)
            // The parser's own line of usage is not wrapped.
            let lines = text.split(separator: "\n").filter { !$0.hasPrefix("USAGE") }
            #expect(lines.allSatisfy { $0.count <= 80 }, "\(text)")
        }
    }
}
