import AuroraHosted

/// Connections that stay open, by a name that outlives them: who comes back with it within two minutes gets what was to be
/// delivered meanwhile.
package actor Sessions {
    /// Sends a document over an open connection.
    package typealias Sink = @Sendable ([UInt8]) -> Void

    private struct Session {
        let account: String
        var sink: Sink?
        var undelivered: [[UInt8]] = []
        /// When its connection ended, in milliseconds since 1970.
        var ended: Int64?
    }

    private var sessions: [String: Session] = [:]
    /// Who sent the tasks that are not done.
    private var watchers: [Int64: Set<String>] = [:]

    /// Milliseconds for which a session outlives its connection.
    private static let patience: Int64 = 120_000
    /// Documents that wait for somebody to come back.
    private static let mostUndelivered = 100

    package init() {}

    /// Opens a session, or the one that `known` names if it is this account's and was open lately. Returns its name.
    package func open(_ known: String?, account: String, at time: Int64, _ sink: @escaping Sink) -> String {
        sessions = sessions.filter { $0.value.ended.map { time - $0 < Self.patience } ?? true }
        watchers = watchers.mapValues { $0.filter { sessions[$0] != nil } }.filter { !$0.value.isEmpty }
        guard let known = known?.lowercased(), var session = sessions[known], session.account == account else {
            let name = TaskID.random().text
            sessions[name] = Session(account: account, sink: sink)
            return name
        }
        (session.sink, session.ended) = (sink, nil)
        sessions[known] = session
        return known
    }

    /// Sends what had to wait. Called once whoever came back has been greeted.
    package func deliverWaiting(_ name: String) {
        guard var session = sessions[name], let sink = session.sink else { return }
        for document in session.undelivered { sink(document) }
        session.undelivered = []
        sessions[name] = session
    }

    /// The connection of a session has ended.
    package func close(_ name: String, at time: Int64) {
        sessions[name]?.sink = nil
        sessions[name]?.ended = time
    }

    package func watch(_ task: Int64, _ session: String) { watchers[task, default: []].insert(session) }

    /// Tells those who sent a task what came of it.
    package func deliver(_ document: [UInt8], of task: Int64) {
        for name in watchers.removeValue(forKey: task) ?? [] {
            guard var session = sessions[name] else { continue }
            if let sink = session.sink {
                sink(document)
            } else if session.undelivered.count < Self.mostUndelivered {
                session.undelivered.append(document)
                sessions[name] = session
            }
        }
    }
}
