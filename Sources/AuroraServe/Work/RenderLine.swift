package import Synchronization

/// The tasks that wait, in the order in which they are carried out: of those who have tasks, whoever has the fewest in work
/// comes next, and among them whoever has waited longest for a turn. Each one's own tasks stay in their order.
package actor RenderLine {
    private struct Account {
        var waiting: [StoredTask] = []
        var running = 0
        /// When it was its turn.
        var lastTurn = 0
    }

    private var accounts: [String: Account] = [:]
    private var turn = 0
    private var idle: [CheckedContinuation<StoredTask?, Never>] = []
    private var isClosed = false
    private var closesWhenEmpty = false

    /// Parts of 1, of tasks in work. Told from anywhere.
    package nonisolated let progress = Mutex<[Int64: Double]>([:])

    package init() {}

    package func add(_ task: StoredTask) {
        accounts[task.account, default: Account()].waiting.append(task)
        handOut()
    }

    /// What is to be carried out next; `nil` once the line is closed.
    package func next() async -> StoredTask? {
        if isClosed || (closesWhenEmpty && accounts.allSatisfy { $0.value.waiting.isEmpty }) { return nil }
        return await withCheckedContinuation { continuation in
            idle.append(continuation)
            handOut()
        }
    }

    package func done(_ task: StoredTask) {
        progress.withLock { $0[task.number] = nil }
        guard var account = accounts[task.account] else { return }
        account.running -= 1
        accounts[task.account] = account.running == 0 && account.waiting.isEmpty ? nil : account
    }

    /// From now on whoever finds nothing that waits is told that there is no more.
    func closeWhenEmpty() { closesWhenEmpty = true }

    /// Nothing more is handed out.
    package func close() {
        isClosed = true
        for continuation in idle { continuation.resume(returning: nil) }
        idle = []
    }

    private func handOut() {
        while !idle.isEmpty, !isClosed,
            let name = accounts.filter({ !$0.value.waiting.isEmpty }).min(by: {
                ($0.value.running, $0.value.lastTurn, $0.key) < ($1.value.running, $1.value.lastTurn, $1.key)
            })?.key, var account = accounts[name]
        {
            turn += 1
            let task = account.waiting.removeFirst()
            account.running += 1
            account.lastTurn = turn
            accounts[name] = account
            idle.removeFirst().resume(returning: task)
        }
    }
}
