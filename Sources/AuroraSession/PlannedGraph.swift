package import AuroraBuild

extension Session {
    /// The actions of the named scenes (none: all), with what a build would do about each. Changes nothing but what is
    /// remembered of files.
    package func plannedGraph(ids: [String]) throws -> Plan {
        let plan = try plan(graph(of: ids))
        saveIndexIfPossible()
        return plan
    }
}
