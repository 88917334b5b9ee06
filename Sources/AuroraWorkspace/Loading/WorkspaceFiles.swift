internal import AuroraCore
internal import AuroraFiles

/// The files of a workspace, each read and checked once however many scenes name it.
struct WorkspaceFiles {
    let reader: FileReader
    /// Every text file that was read, with the digest of what was read.
    private(set) var read: [PathKey: Digest] = [:]
    private var texts: [PathKey: Result<String, TextFileError>] = [:]
    private var variableTexts: [PathKey: Result<VariableText, VariableText.Mistake>?] = [:]
    private var inputs: [PathKey: Refusal?] = [:]
    /// What was looked at before anybody asked for it, by all processors.
    private var fetchedTexts: [PathKey: Result<ReadText, SourceError>] = [:]
    private var fetchedInputs: [PathKey: InputCheck] = [:]
    private var names: [String: [String]] = [:]
    /// Guessing which name was meant looks at all names of a folder: not worth it for more mistakes than one reads.
    private var remainingGuesses = 50

    init(_ folder: ContainedFolder) { reader = FileReader(folder: folder) }

    /// A YAML file. Throws `ContainmentError` if it cannot be opened, and what is wrong with its text.
    mutating func source(
        _ path: String, limit: Int = SourceText.maximumByteCount
    ) throws(SourceError) -> SourceText {
        let source = try reader.source(path, limit: limit)
        noteRead(path, source.digest)
        return source
    }

    /// Whether there is a file that can be opened.
    func isFile(_ path: String) -> Bool {
        // Why not is found out, and said, by whoever reads it.
        (try? reader.folder.open(path)) != nil
    }

    /// The content of a text file with its variables taken apart; `nil` if there are none.
    mutating func variableText(_ path: String, _ text: String) -> Result<VariableText, VariableText.Mistake>? {
        if let known = variableTexts[PathKey(path)] { return known }
        var result: Result<VariableText, VariableText.Mistake>?
        if VariableText.isNeeded(for: text) {
            do throws(VariableText.Mistake) { result = .success(try VariableText(text)) } catch {
                result = .failure(error)
            }
        }
        variableTexts[PathKey(path)] = .some(result)
        return result
    }

    /// Enters a file that was read by `reader` itself.
    mutating func noteRead(_ path: String, _ digest: Digest) { read[PathKey(path)] = digest }

    /// Looks at files that will be asked for, on all processors.
    mutating func fetch(inputs: [String], texts: [String]) {
        let reader = reader
        let checks = Parallel.map(inputs) { reader.check($0) }
        for (path, check) in zip(inputs, checks) { fetchedInputs[PathKey(path)] = check }
        let contents = Parallel.map(texts) { reader.text($0) }
        for (path, content) in zip(texts, contents) { fetchedTexts[PathKey(path)] = content }
    }

    /// The content of a prompt or transcript, line endings made equal.
    mutating func text(_ path: String) -> Result<String, TextFileError> {
        if let known = texts[PathKey(path)] { return known }
        let result = readText(path)
        texts[PathKey(path)] = result
        return result
    }

    /// Why a file cannot be an image or a recording; `nil` if it can.
    mutating func refusal(ofInput path: String) -> Refusal? {
        if case .fit? = fetchedInputs[PathKey(path)] { return nil }
        if let known = inputs[PathKey(path)] { return known }
        let refusal = checkInput(path)
        inputs[PathKey(path)] = .some(refusal)
        return refusal
    }

    /// Says that a file cannot be opened, with a guess at which was meant.
    mutating func refusal(_ path: String, _ error: ContainmentError) -> Refusal {
        var neighbours: [String] = []
        if error == .missing, remainingGuesses > 0 {
            remainingGuesses -= 1
            neighbours = self.neighbours(of: path)
        }
        return FileRefusal.file(path, error, neighbours: { neighbours })
    }

    private mutating func readText(_ path: String) -> Result<String, TextFileError> {
        switch fetchedTexts.removeValue(forKey: PathKey(path)) ?? reader.text(path) {
        case .success(let read):
            noteRead(path, read.digest)
            return .success(read.text)
        case .failure(.unreadable(let error)): return .failure(.unreadable(refusal(path, error)))
        case .failure(.unfit(let error)): return .failure(.unfit(error))
        }
    }

    private mutating func checkInput(_ path: String) -> Refusal? {
        switch fetchedInputs[PathKey(path)] ?? reader.check(path) {
        case .fit: nil
        case .unfit(let refusal): refusal
        case .unreadable(let error): refusal(path, error)
        }
    }

    private mutating func neighbours(of path: String) -> [String] {
        let parent = Paths.parent(path) ?? "."
        if let known = names[parent] { return known }
        // A folder that cannot be listed has no names to offer, which is all this is for.
        let found = (try? reader.folder.entries(parent).filter { $0.kind != .directory }.map(\.name)) ?? []
        let result = Array(found.prefix(1000))
        names[parent] = result
        return result
    }
}

/// Reads files of a workspace without remembering anything, so that several threads can.
struct FileReader: Sendable {
    let folder: ContainedFolder

    /// A text file. Throws what keeps it from being opened, and what is wrong with its text.
    func source(
        _ path: String, limit: Int = SourceText.maximumByteCount
    ) throws(SourceError) -> SourceText {
        let bytes: [UInt8]
        do throws(ContainmentError) { bytes = try contents(path, limit) } catch { throw .unreadable(error) }
        do throws(DiagnosticsError) { return try SourceText(file: path, bytes: bytes) } catch { throw .unfit(error) }
    }

    /// The content of a prompt or transcript, line endings made equal.
    func text(_ path: String) -> Result<ReadText, SourceError> {
        do throws(SourceError) {
            let source = try source(path)
            return .success(ReadText(text: TextInput.canonical(source.text), digest: source.digest))
        } catch { return .failure(error) }
    }

    /// Whether a file can be an image or a recording.
    func check(_ path: String) -> InputCheck {
        do throws(ContainmentError) {
            let file = try folder.open(path)
            let size: Int64
            do throws(FileError) { size = try file.facts().size } catch { throw .failed(error) }
            if size == 0 {
                return .unfit(Refusal(problem: "\(Words.quoted(path)) is empty", hint: "put the real file there"))
            }
            // A pointer is smaller than this by its own specification, and media files are larger.
            guard size < 1024 else { return .fit }
            let bytes: [UInt8]
            do throws(FileError) { bytes = try file.contents(limit: 2048) } catch { throw .failed(error) }
            guard bytes.starts(with: "version https://git-lfs.github.com/spec/".utf8) else { return .fit }
            return .unfit(
                Refusal(
                    problem: "\(Words.quoted(path)) is a Git LFS pointer, not the file itself",
                    hint: "fetch the file with `git lfs pull --include=\"\(path)\"`"))
        } catch {
            return .unreadable(error)
        }
    }

    private func contents(_ path: String, _ limit: Int) throws(ContainmentError) -> [UInt8] {
        let file = try folder.open(path)
        do throws(FileError) {
            return try file.contents(limit: limit)
        } catch {
            throw .failed(error)
        }
    }
}

/// A text with the digest of its file.
struct ReadText: Sendable {
    let text: String
    let digest: Digest
}

/// What a look at a picture or a sound told.
enum InputCheck: Sendable {
    case fit
    case unfit(Refusal)
    case unreadable(ContainmentError)
}

/// Why a YAML file cannot be parsed at all.
enum SourceError: Error {
    case unreadable(ContainmentError)
    case unfit(DiagnosticsError)
}

/// Why a prompt or a transcript cannot be taken from a file.
enum TextFileError: Error {
    /// To be reported where the path is stated.
    case unreadable(Refusal)
    /// To be reported as it is: it has a place in the file.
    case unfit(DiagnosticsError)
}
