import ArgumentParser
import AuroraFiles
import AuroraTesting
import Testing

@testable import AuroraCLI

/// Every command has a page below `docs/commands`, which tells all of its options.
@Suite struct DocumentationTests {
    @Test func everyCommandHasAPageThatTellsItsOptions() throws {
        let index = try Self.text("docs/README.md")
        for command in AuroraCommand.configuration.subcommands {
            let name = command._commandName
            let page = try Self.text("docs/commands/\(name).md")
            #expect(index.contains("commands/\(name).md"), "the index of the documentation has no link to \(name)")
            for option in Self.options(of: command) {
                #expect(page.contains(option), "docs/commands/\(name).md does not tell \(option)")
            }
        }
    }

    @Test func everyPageIsOfACommand() throws {
        let names = Set(AuroraCommand.configuration.subcommands.map { $0._commandName + ".md" })
        #expect(Set(try Files.names(in: Self.path("docs/commands"))) == names)
    }

    /// Links within the documentation lead to files that are there.
    @Test func linksLeadSomewhere() throws {
        for folder in ["docs", "docs/commands", "docs/files", ""] {
            for name in try Files.names(in: Self.path(folder)) where name.hasSuffix(".md") {
                let page = try Self.text(Paths.join(folder, name))
                for link in page.matches(of: /\]\(([^)#:\s]+)(?:#[^)]*)?\)/) {
                    let target = Paths.normalized(relative: Paths.join(folder, String(link.output.1)))
                    let exists = try target.map { try FileFacts.of(Self.path($0)) != nil } ?? false
                    #expect(exists, "\(folder)/\(name) links to \(link.output.1)")
                }
            }
        }
    }

    /// The long options of a command and of those below it, as its help spells them.
    private static func options(of command: any ParsableCommand.Type) -> Set<String> {
        let help = AuroraCommand.helpMessage(for: command, columns: 1000)
        let own = help.split(separator: "\n").filter { $0.hasPrefix("  -") }
            .flatMap { $0.prefix { $0 != "<" }.matches(of: /--[a-z][a-z-]+/).map { String($0.output) } }
        let below = command.configuration.subcommands.flatMap { options(of: $0) }
        return Set(own + below).subtracting(["--help", "--version"])
    }

    private static func path(_ name: String) -> String {
        Paths.join((0..<3).reduce(#filePath) { path, _ in Paths.parent(path) ?? "/" }, name)
    }

    private static func text(_ name: String) throws -> String {
        String(decoding: try Files.read(path(name)), as: UTF8.self)
    }
}
