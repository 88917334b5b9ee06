import AuroraBuild
package import AuroraCore
import AuroraGraph
import AuroraHosted
import AuroraProvenance
import AuroraWorkspace

/// What a build would pay for.
package struct SpendingPlan: Sendable {
    /// One request; several outputs may share it.
    package struct Item: Sendable {
        /// What people call the output: `baker.t2`.
        package let name: String
        package let scene: String
        package let campaign: String?
        /// As 64 hexadecimal digits; `nil` as long as an input has to be made first.
        package let request: String?
        /// How it stands with the money.
        package let standing: Standing
    }

    package enum Standing: Sendable, Equatable {
        /// It is to be paid for.
        case new(estimate: Cost, reservation: Cost)
        /// It was paid for, or is under way: nothing more is paid.
        case paid
        /// Its price is not known before its sound is made.
        case unknown

        /// What is expected to be paid, as far as that is known.
        var estimate: Cost { if case .new(let estimate, _) = self { estimate } else { .zero } }
        /// What is paid at most, as far as that is known.
        var reservation: Cost { if case .new(_, let reservation) = self { reservation } else { .zero } }
    }

    package let items: [Item]

    /// What is expected.
    package var estimate: Cost { items.reduce(.zero) { $0 + $1.standing.estimate } }
    /// What is put aside: at most so much is paid.
    package var reservation: Cost { items.reduce(.zero) { $0 + $1.standing.reservation } }
    /// What is expected, and what is paid at most, in words.
    package var price: String { estimate == reservation ? "\(estimate)" : "\(estimate), \(reservation) at most" }
    /// How many prices are not known yet.
    package var unknownCount: Int { items.count { $0.standing == .unknown } }
    /// Names what is to be paid for, and for how much at most: SHA-256 over the sorted request keys and reservations.
    package var hash: String {
        let lines = items.compactMap { item -> String? in
            guard case .new(_, let reservation) = item.standing, let request = item.request else { return nil }
            return "\(request) \(reservation.microDollars)\n"
        }
        return Digest(hashing: lines.sorted().joined()).hexadecimal
    }

    /// How it stands with the item of an output.
    func standing(of name: String) -> Standing? { standings[name] }

    private let standings: [String: Standing]

    init(items: [Item], standings: [String: Standing]) {
        self.items = items
        self.standings = standings
    }

    /// Nothing is to be paid for.
    static let empty = SpendingPlan(items: [], standings: [:])
}

extension Plan {
    /// What will or may be asked of a service, for money.
    var paidSteps: [PlannedAction] {
        steps.filter { $0.action.work.place == .service && ($0.state.willRun || $0.state.mayRun) }
    }
}

extension Session {
    /// What carrying out a plan would pay for. `lengths` are those of sounds, in milliseconds.
    func spendingPlan(_ plan: Plan, _ lengths: [Digest: Int], regeneratesMissing: Bool) throws -> SpendingPlan {
        var items: [SpendingPlan.Item] = []
        var standings: [String: SpendingPlan.Standing] = [:]
        var seen: Set<RequestKey> = []
        let journal = try journalIfThere()
        let prices = hostedPrices
        for step in plan.paidSteps {
            let request = step.keyed.flatMap { GenerationRequest($0) }
            let isFirst = request.map { seen.insert($0.key).inserted } ?? true
            let standing: SpendingPlan.Standing
            if let request, try isPaid(request, step.action, journal, regeneratesMissing) {
                standing = .paid
            } else if let request, let price = prices[request.model], let milliseconds = lengths[request.audio] {
                standing = .new(
                    estimate: price.estimate(milliseconds: milliseconds),
                    reservation: price.reservation(milliseconds: milliseconds))
            } else {
                standing = .unknown
            }
            standings[step.action.name] = isFirst ? standing : .paid
            guard isFirst else { continue }
            items.append(
                SpendingPlan.Item(
                    name: step.action.name, scene: step.action.scene.text, campaign: campaignName(step.action),
                    request: request?.key.description, standing: standing))
        }
        return SpendingPlan(items: items, standings: standings)
    }

    /// Whether nothing more is paid for a request: it is done or under way, or a record tells of it.
    private func isPaid(
        _ request: GenerationRequest, _ action: Action, _ journal: DiskJobJournal?, _ regeneratesMissing: Bool
    ) throws -> Bool {
        let attempts = try journal?.attempts(at: request.key, provider: ProviderChoice.hosted.name) ?? []
        if let last = attempts.last(where: { $0.state != .rejected && $0.state != .released }) {
            switch last.state {
            case .sending, .accepted, .ready, .undecided, .flagged: return true
            case .done: return !regeneratesMissing
            case .failed, .abandoned, .rejected, .released: return false
            }
        }
        guard !regeneratesMissing, let path = action.publication?.record else { return false }
        return RecordFiles(folder: folder).read(path)?.paid(for: request.key) != nil
    }

    /// The campaign of an action's scene; `nil` for none.
    func campaignName(_ action: Action) -> String? {
        let name = action.scene.text.prefix { $0 != "/" }
        return workspace.campaigns.contains { $0.name == name } ? String(name) : nil
    }
}
