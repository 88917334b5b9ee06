import AuroraCore
import AuroraHosted
import AuroraNet
import Synchronization

/// Where paid tasks are handled: account, journal and connection, each opened when it is first needed.
final class HostedDesk: Sendable {
    /// What it takes to work.
    struct Tools: Sendable {
        let account: HostedAccount
        let journal: DiskJobJournal
        let tasks: PaidTasks
        let uploads: any MediaUploading
        let downloads: any ResultDownloading
    }

    private let openAccount: @Sendable () throws -> HostedAccount
    private let openJournal: @Sendable () throws -> DiskJobJournal
    private let variables: [String: String]
    private let now: @Sendable () -> Int64
    private let state = Mutex<(journal: DiskJobJournal?, tools: Tools?)>((nil, nil))

    /// `now` is in nanoseconds since 1970.
    init(
        account: @escaping @Sendable () throws -> HostedAccount,
        journal: @escaping @Sendable () throws -> DiskJobJournal,
        variables: [String: String], now: @escaping @Sendable () -> Int64
    ) {
        openAccount = account
        openJournal = journal
        self.variables = variables
        self.now = now
    }

    /// Throws `DiagnosticsError` if the journal cannot be used.
    var journal: DiskJobJournal {
        get throws { try state.withLock { try Self.journal(&$0, openJournal) } }
    }

    /// Throws `DiagnosticsError` if there is no key, or the journal cannot be used.
    var tools: Tools {
        get throws {
            try state.withLock { state in
                if let tools = state.tools { return tools }
                let account = try openAccount()
                let journal = try Self.journal(&state, openJournal)
                let tools = tools(account, journal)
                state.tools = tools
                return tools
            }
        }
    }

    private static func journal(
        _ state: inout (journal: DiskJobJournal?, tools: Tools?), _ open: () throws -> DiskJobJournal
    ) throws -> DiskJobJournal {
        if let journal = state.journal { return journal }
        let journal = try open()
        state.journal = journal
        return journal
    }

    private func tools(_ account: HostedAccount, _ journal: DiskJobJournal) -> Tools {
        let proxies = Proxies(environment: variables)
        let transport = CurlTransport(
            TransportSettings(certificates: account.certificates, proxies: proxies), now: now)
        let client = HostedClient(
            url: account.url, key: account.key, transport: transport, patient: RetryingTransport(transport))
        let rules = ResultRules(service: account.url, certificates: account.certificates, proxies: proxies)
        return Tools(
            account: account, journal: journal,
            tasks: PaidTasks(journal: journal, service: client, clock: WallClock(nanoseconds: now)), uploads: client,
            downloads: ResultDownloader(rules, now: now))
    }
}

/// The machine's own time.
private struct WallClock: JobClock {
    let nanoseconds: @Sendable () -> Int64

    func now() -> Int64 { nanoseconds() / 1_000_000 }
    func sleep(_ milliseconds: Int64) async throws { try await Task.sleep(for: .milliseconds(milliseconds)) }
}

extension JournalError {
    /// In words, for a person.
    var diagnostic: Diagnostic {
        switch self {
        case .overCap(let cap, let spent, let wanted):
            Diagnostic(
                "\(wanted) more would go beyond \(cap.limit), the limit for \(cap.words): \(spent) are spent or put aside",
                hint: cap.hint)
        case .tooNew(let path):
            Diagnostic(
                "the journal of paid tasks `\(PrintableText.sanitized(path))` is of a later version of Aurora",
                hint: "use that version, or a newer one")
        case .unusable(let path, let reason):
            Diagnostic(
                "the journal of paid tasks `\(PrintableText.sanitized(path))` cannot be used: "
                    + PrintableText.sanitized(reason),
                hint: "nothing is sent without it; make it readable and writable for you, or bring it back")
        }
    }
}

extension SpendingCap {
    /// The cap that stands for what was approved for this build.
    static let approvedName = "approved"

    /// Behind "the limit for".
    var words: String {
        switch (name, scope) {
        case (Self.approvedName, _): "this build, as it was approved"
        case (_, .build): "a build"
        case (_, .scene(let scene, _)): "scene `\(PrintableText.sanitized(scene))` in a build"
        case (_, .campaign(let campaign, _)): "campaign `\(PrintableText.sanitized(campaign))` in a build"
        case (_, .since): "a \(name)"
        }
    }

    var hint: String {
        name == Self.approvedName
            ? "look at it with `aurora diff`, and build again with a higher `--max-cost`"
            : "build less, or raise `budget: {\(name): …}` in your own configuration and in aurora.yaml"
    }
}
