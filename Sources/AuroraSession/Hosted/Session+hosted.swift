import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraHosted
import AuroraWorkspace

/// How a session comes to what hosted scenes need.
extension Session {
    /// The journal of this user: one for all workspaces. Absolute path.
    private func journalPath() throws(DiagnosticsError) -> String {
        let state = try UserFolders(environment.variables).state(apartFrom: folder.path)
        return Paths.join(state, "aurora/jobs.sqlite")
    }

    /// The journal, if anything was ever written in it. Throws `DiagnosticsError` if it cannot be used.
    func journalIfThere() throws -> DiskJobJournal? {
        // Without a place for it there is none; who wants to write in it is told.
        guard let path = try? journalPath(), try FileFacts.of(path) != nil else { return nil }
        do throws(JournalError) { return try DiskJobJournal(path) } catch { throw DiagnosticsError([error.diagnostic]) }
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
            journal: { try DiskJobJournal(self.journalPath()) }, variables: variables, now: environment.now)
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
        let isNeeded = plan.steps.contains { step in
            guard case .talkingHead(let work) = step.action.work else { return false }
            return work.isHosted && (step.state.willRun || step.state.mayRun)
        }
        guard isNeeded else { return [] }
        do throws(DiagnosticsError) {
            _ = try HostedAccount(workspace.configuration.hosted, variables: environment.variables)
            return []
        } catch { return error.diagnostics }
    }
}
