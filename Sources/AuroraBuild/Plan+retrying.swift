package import AuroraCore

extension Plan {
    /// The same plan for those actions alone that have to be made and have one of these keys, with what depends on them
    /// and what those need in turn. Everything else is left as it is.
    package func retrying(_ keys: Set<ActionKey>) -> Plan {
        var isWanted = steps.map { step in
            guard let key = step.keyed?.key else { return false }
            return !step.state.isSettled && keys.contains(key)
        }
        // Forwards to what depends on them: inputs come before what is made from them.
        for (index, action) in graph.actions.enumerated() where !isWanted[index] {
            isWanted[index] = action.inputs.contains { $0.input.producer.map { isWanted[$0.index] } ?? false }
        }
        // Backwards to what all of these need.
        for (index, action) in graph.actions.enumerated().reversed() where isWanted[index] {
            for producer in action.inputs.compactMap(\.input.producer) { isWanted[producer.index] = true }
        }
        return Plan(
            graph: graph, steps: zip(steps, isWanted).map { $1 ? $0 : $0.leftAsItIs }, recorded: recorded,
            fileDigests: fileDigests)
    }
}
