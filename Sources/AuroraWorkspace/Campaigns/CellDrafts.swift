internal import AuroraCore

/// Cells on their way to scenes.
struct CellDrafts {
    /// The template.
    let file: String
    /// The template and what it extends.
    let chain: [String]
    /// The campaign's own file, and the documents that it rests on.
    let campaignFiles: [String]
    /// The campaign's.
    let name: String
    let decoder: CellDecoder

    /// The scenes of all cells that can be made; what is wrong with the others is reported.
    func scenes(
        _ cells: [Cell], _ resolver: SceneResolver, _ files: inout WorkspaceFiles, _ problems: inout Problems
    ) -> [Scene] {
        var found = CellProblems(campaign: name, cellCount: cells.count)
        var result: [Scene] = []
        result.reserveCapacity(cells.count)
        let decoder = decoder
        let all = Parallel.map(cells) { decoder.decode($0) }
        fetch(all.map(\.layer), &files)
        for (cell, decoded) in zip(cells, all) {
            var inCell = Problems()
            for diagnostic in decoded.diagnostics { inCell.report(diagnostic) }
            let draft = SceneDraft(
                id: cell.id, file: file, start: cell.span,
                sources: chain + campaignFiles + (cell.row.map { [$0.table.file] } ?? []), layer: decoded.layer,
                cell: cell)
            let scene = resolver.scene(draft, files: &files, reporting: &inCell)
            if let scene, decoded.isUsable { result.append(scene) }
            let diagnostics = inCell.sorted()
            if !diagnostics.isEmpty { found.add(diagnostics, fillings: decoder.fillings(of: cell)) }
        }
        found.report(to: &problems)
        return result
    }

    /// Looks at the files that the cells name, each once, on all processors.
    private func fetch(_ layers: [SceneLayer], _ files: inout WorkspaceFiles) {
        var inputs: Set<PathKey> = []
        var texts: Set<PathKey> = []
        for layer in layers {
            for case .value(.file(let path), _) in [layer.image, layer.voice] { inputs.insert(PathKey(path)) }
            for case .value(.file(let path), _) in [layer.prompt, layer.transcript] { texts.insert(PathKey(path)) }
        }
        files.fetch(inputs: inputs.map(\.path), texts: texts.map(\.path))
    }
}
