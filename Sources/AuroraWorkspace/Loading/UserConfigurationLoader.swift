package import AuroraCore
internal import AuroraFiles
internal import Glibc

/// Finds and reads the user's own configuration: `$AURORA_CONFIG`, else `$XDG_CONFIG_HOME/aurora/config.yaml`, else
/// `~/.config/aurora/config.yaml`.
package struct UserConfigurationLoader: Sendable {
    private let variables: [String: String]

    /// `variables` are those of the environment.
    package init(variables: [String: String]) { self.variables = variables }

    /// Throws everything that is wrong with the file. That there is none is wrong only if `AURORA_CONFIG` names it.
    /// `workspace` is the folder in which the file must not be: it is not the workspace's to say what the user allows.
    package func load(apartFrom workspace: String) throws(DiagnosticsError) -> UserConfiguration {
        guard let path else { return UserConfiguration() }
        let bytes: [UInt8]
        do throws(FileError) { bytes = try Files.read(path, limit: SourceText.maximumByteCount) } catch {
            if error.isMissing && stated == nil {
                var none = UserConfiguration()
                none.file = path
                return none
            }
            let problem = error.isMissing ? "there is no file `\(PrintableText.sanitized(path))`" : nil
            throw DiagnosticsError([
                Diagnostic(
                    problem ?? error.diagnostics[0].problem,
                    hint: stated == nil ? "give your user access to it" : "correct AURORA_CONFIG, or remove it")
            ])
        }
        if let real = try? Files.realPath(path), real.hasPrefix("\(workspace)/") {
            throw DiagnosticsError([
                Diagnostic(
                    "your configuration `\(PrintableText.sanitized(path))` is in the workspace",
                    hint: "keep it outside: whoever can change the workspace could change what you allow")
            ])
        }
        return try read(SourceText(file: path, bytes: bytes))
    }

    private func read(_ source: SourceText) throws(DiagnosticsError) -> UserConfiguration {
        var problems = Problems()
        // A file of comments alone says nothing, which is fine.
        let isBlank = (1...source.lineCount).allSatisfy { number in
            source.line(number).map { $0.allSatisfy(\.isWhitespace) || $0.hasPrefix("#") } ?? false
        }
        let entries = isBlank ? [] : try YAMLReader.entries(of: source, reporting: &problems)
        var reader = FieldReader(source)
        var configuration = reader.configuration(entries, home: home)
        for diagnostic in reader.diagnostics { problems.report(diagnostic) }
        guard problems.errorCount == 0 else { throw DiagnosticsError(problems.sorted()) }
        configuration.file = source.file
        return configuration
    }

    private var stated: String? { variables["AURORA_CONFIG"].flatMap { $0.isEmpty ? nil : $0 } }

    private var home: String? { variables["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } }

    private var path: String? {
        if let stated { return stated }
        if let folder = variables["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
            return Paths.join(folder, "aurora/config.yaml")
        }
        return home.map { Paths.join($0, ".config/aurora/config.yaml") }
    }
}
