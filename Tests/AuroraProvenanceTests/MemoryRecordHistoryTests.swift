import AuroraProvenance
import AuroraTesting
import Testing

@Suite struct MemoryRecordHistoryTests {
    @Test func theMemoryHistoryPassesTheSuite() throws { try RecordHistorySuite(Stage()).run() }

    private struct Stage: RecordHistoryStage {
        let memory = MemoryRecordHistory()
        var history: any RecordHistory { memory }

        func commit(_ files: [String: String], parents: [CommitID], time: CommitTime, subject: String) -> CommitID {
            memory.commit(files, parents: parents, time: time, subject: subject)
        }

        func move(branch: String, to commit: CommitID) { memory.move(branch: branch, to: commit) }
    }
}
