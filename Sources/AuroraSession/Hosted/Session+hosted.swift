import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraHosted
import AuroraWorkspace

/// How a session comes to what hosted scenes need.
extension Session {
    private var journalPlace: JournalPlace { JournalPlace(environment.variables, apartFrom: folder.path) }

    /// The journal, if anything was ever written in it. Throws `DiagnosticsError` if it cannot be used.
    func journalIfThere() throws -> DiskJobJournal? {
        // Without a place for it there is none; who wants to write in it is told.
        guard (try? journalPlace.path()) != nil else { return nil }
        return try journalPlace.openIfThere()
    }

    /// What models cost, by what is published and by what the user states.
    var hostedPrices: PriceTable {
        let configuration = workspace.configuration
        return PriceTable(
            overriding: configuration.hosted.prices.map { model, amount in
                Price(model: model, perSecond: amount.value, since: "", source: "your own configuration")
            })
    }

    func hosted(_ spending: BuildSpending) -> HostedProvider {
        let access = workspace.configuration.hosted
        let variables = environment.variables
        let desk = HostedDesk(
            account: { try HostedAccount(access, variables: variables) },
            journal: { try self.journalPlace.open() }, variables: variables, now: environment.now)
        let records = RecordFiles(folder: folder)
        return HostedProvider(
            desk: desk, spending: spending, prices: hostedPrices, budget: workspace.budget, workspace: folder.path,
            staging: staging, inspector: MediaInspector(renderer: renderer),
            record: { $0.publication.flatMap { records.read($0.record) } },
            recordedSpending: { try self.recordedSpending() }, campaign: { self.campaignName($0) },
            store: { try self.actionCache.store($0, for: $1) },
            variables: variables, now: environment.now)
    }

    /// Why hosted scenes of a plan cannot be made, if any will be: there is no key.
    func hostedObjections(to plan: Plan) -> [Diagnostic] {
        guard !plan.paidSteps.isEmpty else { return [] }
        do throws(DiagnosticsError) {
            _ = try HostedAccount(workspace.configuration.hosted, variables: environment.variables)
            return []
        } catch { return error.diagnostics }
    }
}
