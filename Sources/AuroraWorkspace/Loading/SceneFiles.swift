internal import AuroraCore
internal import AuroraFiles

/// A scene file, or a file that one extends, as read.
enum ParsedSceneFile: Sendable {
    /// With the place of its first key.
    case parsed(SceneLayer, start: SourceSpan)
    /// What is wrong with its syntax has been reported.
    case malformed
    /// To be reported wherever it is named.
    case unreadable(Refusal)

    var layer: SceneLayer? {
        if case .parsed(let layer, _) = self { return layer }
        return nil
    }
}

/// Every scene file and every file they extend, parsed once each.
struct SceneFiles {
    /// How many files may stand above each other.
    static let maximumChainLength = 32

    private var parsed: [PathKey: ParsedSceneFile] = [:]
    /// The files that others extend.
    private(set) var extended: Set<PathKey> = []
    let providers: DeclaredProviders

    init(providers: DeclaredProviders) { self.providers = providers }

    /// What `path` was read as; `nil` if it was never asked for.
    subscript(_ path: String) -> ParsedSceneFile? { parsed[PathKey(path)] }

    /// Parses scene files and all that they extend, but for what is parsed already, on all processors.
    mutating func load(_ paths: [String], from files: inout WorkspaceFiles, reporting problems: inout Problems) {
        var wanted = paths
        while !wanted.isEmpty {
            let reader = files.reader
            let providers = providers
            let readings = Parallel.map(wanted) { Self.read($0, reader, providers) }
            var bases: [String] = []
            for (path, reading) in zip(wanted, readings) {
                if let base = take(reading, of: path, from: &files, reporting: &problems) { bases.append(base) }
            }
            // Scenes by the thousand extend one file.
            var asked: Set<PathKey> = []
            wanted = bases.filter { parsed[PathKey($0)] == nil && asked.insert(PathKey($0)).inserted }
        }
    }

    /// Every file that the parsed ones name, as far as a scene needs it: pictures and sounds, and texts.
    var named: (inputs: [String], texts: [String]) {
        var inputs: Set<PathKey> = []
        var texts: Set<PathKey> = []
        for file in parsed.values {
            guard let layer = file.layer else { continue }
            for case .value(.file(let path), _) in [layer.image, layer.voice] { inputs.insert(PathKey(path)) }
            for case .value(.file(let path), _) in [layer.prompt, layer.transcript] { texts.insert(PathKey(path)) }
        }
        return (inputs.map(\.path), texts.map(\.path))
    }

    /// One file as read by itself: nothing here depends on any other file.
    private struct Reading: Sendable {
        let file: Result<ParsedSceneFile, ContainmentError>
        /// Of the bytes that were read, if they are text.
        let digest: Digest?
        let problems: [Diagnostic]
    }

    private static func read(_ path: String, _ reader: FileReader, _ providers: DeclaredProviders) -> Reading {
        do throws(SourceError) {
            var problems = Problems()
            let source = try reader.source(path)
            let file = parse(source, providers, reporting: &problems)
            return Reading(file: .success(file), digest: source.digest, problems: problems.sorted())
        } catch {
            switch error {
            case .unfit(let error):
                return Reading(file: .success(.malformed), digest: nil, problems: error.diagnostics)
            case .unreadable(let error): return Reading(file: .failure(error), digest: nil, problems: [])
            }
        }
    }

    /// Enters what a file was read as; the file that it extends, if it does.
    private mutating func take(
        _ reading: Reading, of path: String, from files: inout WorkspaceFiles, reporting problems: inout Problems
    ) -> String? {
        for diagnostic in reading.problems { problems.report(diagnostic) }
        switch reading.file {
        case .failure(let error):
            parsed[PathKey(path)] = .unreadable(files.refusal(path, error))
            return nil
        case .success(let file):
            if let digest = reading.digest { files.noteRead(path, digest) }
            parsed[PathKey(path)] = file
            guard case .value(let base, _)? = file.layer?.extends else { return nil }
            extended.insert(PathKey(base))
            return base
        }
    }

    /// The files from the scene's own to the last that it extends. `nil` if one of them cannot be used, or if they go
    /// in a circle, which is reported here.
    func chain(from path: String, reporting problems: inout Problems) -> [String]? {
        var chain = [path]
        var statedAt = SourceSpan(file: path, line: 1, column: 1, text: nil)
        while true {
            switch self[chain[chain.count - 1]] {
            case .unreadable(let refusal)?:
                problems.report(Diagnostic(refusal.problem, at: statedAt, hint: refusal.hint))
                return nil
            case .malformed?, nil:
                return nil
            case .parsed(let layer, _)?:
                guard let base = next(layer, after: chain, reporting: &problems) else {
                    return layer.extends.isAbsent ? chain : nil
                }
                chain.append(base.path)
                statedAt = base.span
            }
        }
    }

    /// The file that the last of a chain extends; `nil` if it extends none or is not allowed to, which is reported.
    private func next(
        _ layer: SceneLayer, after chain: [String], reporting problems: inout Problems
    ) -> (path: String, span: SourceSpan)? {
        guard case .value(let base, let span) = layer.extends else { return nil }
        if let start = chain.firstIndex(of: base) {
            problems.report(cycle(Array(chain[start...])))
            return nil
        }
        guard chain.count < Self.maximumChainLength else {
            problems.report(
                Diagnostic(
                    "more than \(Self.maximumChainLength) files extend each other", at: span,
                    hint: "put what they share into one file and extend that"))
            return nil
        }
        return (base, span)
    }

    /// The first variable in a scene's file and those that it extends.
    func firstVariable(from path: String) -> SceneTemplate.Use? {
        // Mistakes of the chain are reported where it is resolved.
        var unreported = Problems()
        let chain = chain(from: path, reporting: &unreported) ?? [path]
        return chain.lazy.compactMap { self[$0]?.layer?.template?.variables.first }.first
    }

    private static func parse(
        _ source: SourceText, _ providers: DeclaredProviders, reporting problems: inout Problems
    ) -> ParsedSceneFile {
        do throws(DiagnosticsError) {
            let entries = try YAMLReader.entries(of: source, reporting: &problems)
            let start = entries.first.map { source.span(of: $0.key) } ?? source.start
            let template =
                SceneTemplate.isNeeded(for: source)
                ? SceneTemplate(entries, in: source, reporting: &problems) : nil
            var reader = FieldReader(source)
            let layer = reader.sceneLayer(entries, from: template, of: .sceneFile, providers: providers)
            for diagnostic in reader.diagnostics { problems.report(diagnostic) }
            return .parsed(layer, start: start)
        } catch {
            problems.report(error)
            return .malformed
        }
    }

    /// The same circle is met from each of its files: it is told beginning with the first by name.
    private func cycle(_ files: [String]) -> Diagnostic {
        let first = files.indices.min { files[$0] < files[$1] } ?? 0
        let circle = Array(files[first...] + files[..<first])
        var span: SourceSpan?
        if case .value(_, let stated)? = self[circle[0]]?.layer?.extends { span = stated }
        return Diagnostic(
            "`extends` goes in a circle", at: span,
            notes: [(circle + [circle[0]]).joined(separator: " → ")],
            hint: "remove one of these `extends`")
    }
}
