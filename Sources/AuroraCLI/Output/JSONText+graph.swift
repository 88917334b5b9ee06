import AuroraBuild

extension JSONText {
    static func graph(_ plan: Plan) -> String {
        plan.steps.map { step in
            let inputs = step.action.inputs.map { named in
                Value.object([
                    "field": .text(named.field), "path": named.input.file.map { .text($0.path) },
                    "maker": named.input.producer.map { .text(plan.graph[$0].name) },
                ])
            }
            return line(
                "node",
                [
                    "action": .text(step.action.name), "kind": .text(step.action.work.kind.rawValue),
                    "scene": .text(step.action.scene.text), "state": .text(GraphState(step.state).rawValue),
                    "key": step.keyed.map { .text($0.key.description) },
                    "output": step.action.publication.map { .text($0.output) }, "inputs": .list(inputs),
                ])
        }.joined()
    }
}
