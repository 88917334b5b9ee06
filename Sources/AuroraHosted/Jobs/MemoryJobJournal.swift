import AuroraCore
import Synchronization

/// A journal that is gone with the process: for tests of the protocol.
package final class MemoryJobJournal: JobJournal {
    private let rows = Mutex<[Job]>([])

    package init() {}

    package func attempts(at request: RequestKey, provider: String) -> [Job] {
        rows.withLock { rows in
            rows.filter { $0.order.request == request && $0.order.provider == provider }
                .sorted { $0.attempt < $1.attempt }
        }
    }

    package func jobs(of workspace: String?) -> [Job] {
        rows.withLock { rows in rows.filter { workspace == nil || $0.order.workspace == workspace } }
    }

    package func reserve(_ job: Job, caps: [SpendingCap]) throws(JournalError) -> Job {
        try rows.withLock { rows throws(JournalError) in
            let index = rows.firstIndex { $0.id == job.id }
            if let index, !rows[index].state.canBeReserved { return rows[index] }
            let others = rows.filter { $0.id != job.id }
            for cap in caps where cap.covers(job) {
                let known = others.filter { cap.covers($0) }.reduce(Cost.zero) { $0 + $1.spending }
                let spent = try known + cap.recorded { id throws(JournalError) in rows.contains { $0.id == id } }
                guard spent + job.order.reservation <= cap.limit else {
                    throw .overCap(cap, spent: spent, wanted: job.order.reservation)
                }
            }
            if let index { rows[index] = job } else { rows.append(job) }
            return job
        }
    }

    package func update(_ job: Job, from state: JobState) -> Bool {
        rows.withLock { rows in
            guard let index = rows.firstIndex(where: { $0.id == job.id }), rows[index].state == state else {
                return false
            }
            rows[index] = job
            return true
        }
    }
}

extension JobState {
    /// Whether a job of this state may be sent as if it were new.
    var canBeReserved: Bool { self == .rejected || self == .released }
}
