import AuroraCore
import AuroraGraph
import AuroraTesting
import AuroraWorkspace
import Testing

@Suite struct KeyRecipeTests {
    private let action = Samples.graph([Samples.scene("a", prompt: "Say hello")]).actions[0]

    private func told(_ action: Action) -> (parameters: [String: String], inputs: [String: Digest]) {
        var parameters: [String: String] = [:]
        var inputs: [String: Digest] = [:]
        for field in action.keyFields(digest: Samples.digest) {
            if case .digest(let digest) = field.value {
                inputs[field.name] = digest
            } else {
                parameters[field.name] = field.value.description
            }
        }
        return (parameters, inputs)
    }

    @Test func theKeyOfAnActionIsTheOneOfItsFields() {
        let (parameters, inputs) = told(action)
        #expect(KeyRecipe.keys(of: parameters, inputs: inputs) == [action.key(digest: Samples.digest)])
    }

    @Test func everyFieldCounts() {
        let (parameters, inputs) = told(action)
        let key = action.key(digest: Samples.digest)
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
        let (parameters, inputs) = told(action)
        var files = inputs
        for name in ["file a", "file b", "file c"] { files[name] = Digest(hashing: name) }
        #expect(KeyRecipe.keys(of: parameters, inputs: files)?.count == 6)
    }

    @Test func whatThisVersionDoesNotKnowIsNotJudged() {
        var (parameters, inputs) = told(action)
        parameters["keyFormat"] = "2"
        #expect(KeyRecipe.keys(of: parameters, inputs: inputs) == nil)
        parameters["keyFormat"] = "1"
        parameters["mood"] = "cheerful"
        #expect(KeyRecipe.keys(of: parameters, inputs: inputs) == nil)
        parameters["mood"] = nil
        inputs["music"] = Digest(hashing: "music")
        #expect(KeyRecipe.keys(of: parameters, inputs: inputs) == nil)
    }
}
