package import AuroraCore
package import AuroraFiles

/// What is known of files from earlier looks: a file whose facts did not change need not be read again.
///
/// A value; `FileDigests` fills it while a build runs. What came from disk stays there until it is asked for.
package struct FileIndex: Sendable {
    package struct Entry: Sendable, Equatable {
        package let facts: FileFacts
        package let digest: Digest
    }

    /// What is known besides files.
    package struct Notes: Sendable, Equatable {
        /// Lengths of sounds in milliseconds, by digest.
        package var durations: [Digest: Int] = [:]
        /// Wall time that rendering took lately, in milliseconds for each second of video; 0 if never measured.
        package var renderPace: Int = 0
        /// Why an action failed when it was last tried.
        package var failures: [ActionKey: String] = [:]
    }

    /// As it was loaded.
    let table: FileTable?
    /// Found out since, by workspace-relative path; `nil` for what is not to be remembered.
    private(set) var changes: [String: Entry?] = [:]
    package var notes = Notes()
    /// The notes as they were loaded.
    private let loadedNotes: Notes
    /// Facts of the file that it was loaded from; `nil` if there was none to trust.
    let source: FileFacts?

    package init() {
        table = nil
        loadedNotes = Notes()
        source = nil
    }

    init(table: FileTable?, notes: Notes, source: FileFacts? = nil) {
        self.table = table
        self.notes = notes
        loadedNotes = notes
        self.source = source
    }

    /// What was found out since this index was loaded, added to what its file holds by now: others may have written
    /// it meanwhile. Each entry is true by itself, whoever found it.
    package func merged(with path: String) -> FileIndex {
        // Whatever cannot be looked at is read, and counts as empty if it cannot be.
        if let source, (try? FileFacts.of(path)) == source { return self }
        var merged = FileIndex.load(path)
        guard merged.source != nil else { return self }
        for case (let path, let entry?) in changes { merged.set(path, entry) }
        merged.notes.take(notes, since: loadedNotes)
        return merged
    }

    /// What is known of the file at a workspace-relative path.
    package func entry(_ path: String) -> Entry? {
        if let changed = changes[path] { return changed }
        return table?[path]
    }

    /// Remembers, or with `nil` forgets, the file at a path.
    mutating func set(_ path: String, _ entry: Entry?) { changes[path] = .some(entry) }

    package var durations: [Digest: Int] {
        get { notes.durations }
        set { notes.durations = newValue }
    }
    package var renderPace: Int {
        get { notes.renderPace }
        set { notes.renderPace = newValue }
    }
    package var failures: [ActionKey: String] {
        get { notes.failures }
        set { notes.failures = newValue }
    }

    /// Everything that is known of files.
    package var files: [String: Entry] {
        var files: [String: Entry] = [:]
        table?.forEach { path, _ in files[path] = table?[path] }
        for (path, entry) in changes { files[path] = entry }
        return files
    }
}

extension FileIndex: Equatable {
    package static func == (left: FileIndex, right: FileIndex) -> Bool {
        left.notes == right.notes && left.files == right.files
    }
}

extension FileIndex.Notes {
    /// Takes over what is different in `newer` from what it was in `older`.
    fileprivate mutating func take(_ newer: Self, since older: Self) {
        durations.merge(newer.durations) { _, new in new }
        if newer.renderPace != older.renderPace { renderPace = newer.renderPace }
        for (key, problem) in newer.failures where older.failures[key] != problem { failures[key] = problem }
        for key in older.failures.keys where newer.failures[key] == nil { failures[key] = nil }
    }
}
