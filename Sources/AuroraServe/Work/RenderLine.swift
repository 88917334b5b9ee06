/// What waits to be carried out, in the order in which it is: of those who have tasks, whoever has the fewest in work comes
/// next, and among them whoever has waited longest for a turn. Each one's own tasks stay in their order.
package actor RenderLine {
    private struct Account {
        var waiting: [Turn] = []
        var running = 0
        /// When it was its turn.
        var lastTurn = 0
    }

    private var accounts: [String: Account] = [:]
    private var turn = 0
    private var idle: [CheckedContinuation<Turn?, Never>] = []
    private var isClosed = false
    private var closesWhenEmpty = false

    package nonisolated let progress = ProgressBoard()

    package init() {}

    package func add(_ task: StoredTask) {
        accounts[task.account, default: Account()].waiting.append(Turn(task: task, step: .beginning))
        handOut()
    }

    /// Takes of a task that was begun come before what else its account has waiting.
    func add(takes: [Int], of course: TaskCourse) {
        let turns = takes.map { Turn(task: course.task, step: .take($0, course)) }
        accounts[course.task.account, default: Account()].waiting.insert(contentsOf: turns, at: 0)
        handOut()
    }

    /// What is to be carried out next; `nil` once the line is closed.
    package func next() async -> Turn? {
        if isClosed || (closesWhenEmpty && accounts.allSatisfy { $0.value.waiting.isEmpty }) { return nil }
        return await withCheckedContinuation { continuation in
            idle.append(continuation)
            handOut()
        }
    }

    package func done(_ turn: Turn) {
        guard var account = accounts[turn.task.account] else { return }
        account.running -= 1
        accounts[turn.task.account] = account.running == 0 && account.waiting.isEmpty ? nil : account
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
            let next = account.waiting.removeFirst()
            account.running += 1
            account.lastTurn = turn
            accounts[name] = account
            idle.removeFirst().resume(returning: next)
        }
    }
}

/// What a worker does at a time.
package struct Turn: Sendable {
    package let task: StoredTask
    let step: Step

    enum Step: Sendable {
        /// Of a task: its inputs are brought, and its takes divided.
        case beginning
        /// One take of a task that was begun.
        case take(Int, TaskCourse)
    }
}
