import AuroraCore
import AuroraFiles
import AuroraHosted
import AuroraWorkspace

/// How the hosted API is reached, and as whom: by the user's own configuration and the environment alone.
struct HostedAccount: Sendable {
    let url: String
    let key: Secret
    /// What tasks are named with.
    let team: TeamKey
    /// Absolute path of certificates to trust in the place of the system's.
    let certificates: String?

    /// Tells apart services and accounts, for what is remembered of uploads. Shows nothing of the key.
    var identity: String { Digest(hashing: "aurora-account/1\0\(url)\0\(key.revealed)").hexadecimal }

    /// Throws `DiagnosticsError` if there is no key, or none that can be read.
    init(_ access: HostedAccess, variables: [String: String]) throws(DiagnosticsError) {
        url = try Self.url(access, variables)
        guard let key = try Self.key(access, variables) else {
            throw DiagnosticsError([
                Diagnostic(
                    "there is no key for the hosted API",
                    hint: "set RUNWARE_API_KEY, or name a file that holds the key in your own configuration: "
                        + "`providers: {runware: {keyFile: ~/.config/aurora/runware.key}}`")
            ])
        }
        self.key = key
        let team = try Self.secret("AURORA_TEAM_KEY", access.teamKeyFile, variables)
        self.team = team.map { TeamKey($0) } ?? TeamKey(fromAPIKey: key)
        certificates = access.certificates?.value
    }

    /// The API key; `nil` if none is stated.
    private static func key(_ access: HostedAccess, _ variables: [String: String]) throws(DiagnosticsError) -> Secret? {
        try secret(keyVariable, access.keyFile, variables)
    }

    private static let keyVariable = "RUNWARE_API_KEY"

    /// Where the API key is from, for people; `nil` if none is stated. Throws `DiagnosticsError` if it cannot be read.
    static func keySource(_ access: HostedAccess, variables: [String: String]) throws(DiagnosticsError) -> String? {
        guard try key(access, variables) != nil else { return nil }
        let isVariable = variables[keyVariable].map { !$0.isEmpty } ?? false
        return isVariable ? keyVariable : access.keyFile.map { PrintableText.sanitized($0.value) }
    }

    private static func url(_ access: HostedAccess, _ variables: [String: String]) throws(DiagnosticsError) -> String {
        guard let stated = variables["RUNWARE_BASE_URL"], !stated.isEmpty else {
            return access.baseURL?.value ?? HostedClient.publicURL
        }
        guard let problem = HostedAccess.problem(ofBaseURL: stated) else { return stated }
        throw DiagnosticsError([
            Diagnostic("`RUNWARE_BASE_URL` \(problem.problem)", hint: problem.hint)
        ])
    }

    /// The value of a variable, else the first line of a file; `nil` if neither is there.
    private static func secret(_ variable: String, _ file: Located<String>?, _ variables: [String: String])
        throws(DiagnosticsError) -> Secret?
    {
        if let value = variables[variable], !value.isEmpty { return try checked(value, "`\(variable)`", nil) }
        guard let file else { return nil }
        let name = "`\(PrintableText.sanitized(file.value))`"
        let bytes: [UInt8]
        do throws(FileError) { bytes = try Files.read(file.value, limit: 65_536) } catch {
            throw DiagnosticsError([
                Diagnostic(
                    "cannot read \(name): \(error.reason)", at: file.span, hint: "put the key there, alone in a line")
            ])
        }
        let line = String(decoding: bytes.prefix { $0 != 10 && $0 != 13 }, as: UTF8.self)
        return try checked(line, name, file.span)
    }

    private static func checked(_ text: String, _ name: String, _ span: SourceSpan?) throws(DiagnosticsError) -> Secret
    {
        let value = text.drop { $0 == " " }
        guard !value.isEmpty, value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), value.utf8.count <= 4096 else {
            throw DiagnosticsError([
                Diagnostic("\(name) holds no key", at: span, hint: "it is one word: copy it again")
            ])
        }
        return Secret(String(value))
    }
}
