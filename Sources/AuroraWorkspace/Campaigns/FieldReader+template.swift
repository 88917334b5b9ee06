internal import AuroraCore

extension FieldReader {
    /// The layer of a file that may have variables: if it has, all but `extends` is left for its cells to read.
    mutating func sceneLayer(
        _ entries: [SyntaxNode.Entry], from template: SceneTemplate?, of owner: SceneLayerOwner,
        providers: DeclaredProviders
    ) -> SceneLayer {
        guard let template else { return sceneLayer(entries, of: owner, providers: providers) }
        guard !template.variables.isEmpty else {
            // `$${` is all there is.
            var missing: [SceneTemplate.Use] = []
            let plain = template.filled({ _ in nil }, missing: &missing)
            return sceneLayer(plain, of: owner, providers: providers)
        }
        let extends = entries.filter { $0.name == "extends" }
        var layer = SceneLayer()
        if let entry = extends.first {
            if case .scalar(let text, _) = entry.value.content, VariableText.isNeeded(for: text) {
                report(
                    "`extends` cannot have a variable in it", at: entry.value,
                    hint: "name one file here, and let the campaign's `override` say what differs")
                layer.extends = .invalid
            } else {
                layer = sceneLayer(extends, of: owner, providers: providers)
            }
        }
        layer.template = template.without("extends")
        return layer
    }
}
