import AuroraCore
import AuroraGraph
import AuroraTesting
import AuroraWorkspace
import Testing

@Suite struct KeyRecipeTests {
    private let video = Samples.keyed(Samples.scene("a", prompt: "Say hello"))

    /// The fields of a key as a record tells them.
    private func told(_ keyed: KeyedAction) -> (parameters: [String: String], inputs: [String: Digest]) {
        var parameters: [String: String] = [:]
        var inputs: [String: Digest] = [:]
        for field in keyed.fields {
            if case .digest(let digest) = field.value {
                inputs[field.name] = digest
            } else {
                parameters[field.name] = field.value.description
            }
        }
        return (parameters, inputs)
    }

    @Test func theKeyOfEachKindOfActionIsTheOneOfItsFields() {
        let scene = Samples.scene("a", speech: "Hello", posterAt: 1500, variants: [.webm, .mov])
        var known: [ActionID: KeyedAction] = [:]
        for action in Samples.graph([scene]).actions {
            let keyed = KeyedAction(action, file: Samples.digest) { id in
                guard let maker = known[id] else { preconditionFailure("makers come first") }
                return (maker, Digest(hashing: "product of \(maker.key)"))
            }
            known[action.id] = keyed
            let (parameters, inputs) = told(keyed)
            #expect(KeyRecipe.keys(of: parameters, inputs: inputs) == [keyed.key], "\(action.name)")
        }
        #expect(Set(known.values.map(\.action.work.kind)) == [.speech, .talkingHead, .poster, .variant])
    }

    @Test func everyFieldCounts() {
        let (parameters, inputs) = told(video)
        let key = video.key
        for name in parameters.keys where name != "keyFormat" {
            var changed = parameters
            changed[name] = "7"
            #expect(KeyRecipe.keys(of: changed, inputs: inputs)?.contains(key) == false, "\(name)")
            changed[name] = nil
            #expect(KeyRecipe.keys(of: changed, inputs: inputs)?.contains(key) == false, "\(name)")
        }
        for name in inputs.keys {
            var changed = inputs
            changed[name] = Digest(hashing: "other")
            #expect(KeyRecipe.keys(of: parameters, inputs: changed)?.contains(key) == false, "\(name)")
        }
    }

    @Test func filesOfAProgramAreTriedInEveryOrder() {
        let (parameters, inputs) = told(video)
        var files = inputs
        for name in ["file a", "file b", "file c"] { files[name] = Digest(hashing: name) }
        #expect(KeyRecipe.keys(of: parameters, inputs: files)?.count == 6)
    }

    @Test func whatThisVersionDoesNotKnowIsNotJudged() {
        var (parameters, inputs) = told(video)
        parameters["keyFormat"] = "2"
        #expect(KeyRecipe.keys(of: parameters, inputs: inputs) == nil)
        parameters["keyFormat"] = "1"
        parameters["mood"] = "cheerful"
        #expect(KeyRecipe.keys(of: parameters, inputs: inputs) == nil)
        parameters["mood"] = nil
        inputs["perfume"] = Digest(hashing: "perfume")
        #expect(KeyRecipe.keys(of: parameters, inputs: inputs) == nil)
    }
}
