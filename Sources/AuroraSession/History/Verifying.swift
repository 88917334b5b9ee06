import AuroraCache
import AuroraCore
import AuroraFiles
package import AuroraProvenance

extension WorkspaceHistory {
    /// Checks what lies in the workspace: records, the outputs of which they speak, the inputs that these were made
    /// from, and that there is no output without a record. Reads every one of these files; changes nothing.
    ///
    /// What is pinned is held to its pin: its inputs may be others by now, but its file may not be lost. `lost` tells
    /// which of these outputs, whose files are not in their places, the cache does not have either.
    package func verify(
        _ selection: OutputSelection, lost: ([RecordedOutput]) throws -> [RecordedOutput] = { _ in [] }
    ) throws -> Verification {
        let all = try recordsOnDisk()
        try check(selection, against: [all], in: ["the workspace"])
        let records = all.selected(selection)
        var verification = Verification()
        verification.check(records)
        verification.checkPins(records)
        var inputs = InputDigests(folder: folder)
        // Records whose input is another one by now, by the input's path.
        var users: [String: [String]] = [:]
        // Pinned outputs that are not in their places.
        var absent: [RecordedOutput] = []
        for output in records.sorted {
            try Task.checkCancellation()
            let pin = records.pin(of: output)
            let isThere = try checkOutput(output, pin, &verification)
            if pin != nil {
                if !isThere { absent.append(output) }
                continue
            }
            // What another action made is no file of the workspace.
            for input in output.record.inputs.values {
                guard let path = input.path else { continue }
                verification.counts.inputs += 1
                if inputs[path] != .digest(input.sha256) { users[path, default: []].append(output.recordPath) }
            }
        }
        for (path, records) in users { verification.findings.append(Self.finding(path, inputs[path], records)) }
        for output in absent.isEmpty ? [] : try lost(absent) {
            verification.findings.append(
                .init(
                    output.output, "is pinned, and is neither in its place nor in the cache",
                    hint: "bring it back, or run `aurora pin --remove \(PrintableText.sanitized(output.name))`"))
        }
        if selection == OutputSelection() { try checkStrangers(all, &verification) }
        verification.findings.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        return verification
    }

    /// What is wrong with an input, given the records of what was made from it.
    private static func finding(_ path: String, _ input: InputState, _ records: [String]) -> Verification.Finding {
        let told = told(records)
        return switch input {
        case .missing:
            .init(
                path, "is gone; \(told) made from it", notes: further(records),
                hint: "bring the file back, with git if a commit has it")
        case .unreadable:
            .init(
                path, "is no file that can be read; \(told) made from it", notes: further(records),
                hint: "put the file itself there, inside the workspace")
        case .digest:
            .init(
                path, "is not what \(told) made from", notes: further(records),
                hint: "build again, or restore the file with git")
        }
    }

    /// `` `records/a.json` was ``, `12 records were`.
    fileprivate static func told(_ records: [String]) -> String {
        records.count == 1 ? "`\(PrintableText.sanitized(records[0]))` was" : "\(records.count) records were"
    }

    /// The first of several records.
    fileprivate static func further(_ records: [String]) -> [String] {
        guard records.count > 1 else { return [] }
        let shown = records.prefix(3).map { "`\(PrintableText.sanitized($0))`" }
        return records.count > 3
            ? [shown.joined(separator: ", ") + " and \(records.count - 3) more"] : [Wording.list(shown)]
    }

    /// Returns whether there is something in the output's place.
    private func checkOutput(
        _ output: RecordedOutput, _ pin: RecordedPin?, _ verification: inout Verification
    ) throws -> Bool {
        let path = output.output
        do throws(ContainmentError) {
            let file = try folder.open(path)
            let digest: Digest
            let size: Int64
            do throws(FileError) { (digest, size) = (try file.digest(), try file.facts().size) } catch {
                throw .failed(error)
            }
            verification.counts.outputs += 1
            if digest != output.result.digest {
                let says = pin == nil ? "the record says" : "the pin says"
                verification.findings.append(
                    .init(
                        path, "has other bytes than \(pin == nil ? "its record says" : "it is pinned to")",
                        notes: ["its SHA-256 is \(digest.short)…, \(says) \(output.result.digest.short)…"],
                        hint: "run `aurora build`: it comes back from the cache"))
            } else if size != output.record.output.bytes {
                verification.findings.append(
                    .init(
                        output.recordPath, "says \(output.record.output.bytes) bytes of a file that has \(size)",
                        hint: "restore it with git, or build again"))
            }
        } catch {
            switch error {
            case .missing:
                verification.counts.absentOutputs += 1
                return false
            case .escapes, .notAFile:
                verification.findings.append(
                    .init(path, "is not a regular file of the workspace", hint: "remove it, and build again"))
            case .failed(let error): throw error
            }
        }
        return true
    }

    /// Outputs of which no record speaks. What begins with a dot is none.
    private func checkStrangers(_ records: RecordSet, _ verification: inout Verification) throws {
        let known = Set(records.outputs.values.map(\.output))
        for path in try RecordFiles(folder: folder).paths(under: "out") where !known.contains(path) {
            guard !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else { continue }
            verification.findings.append(.init(path, "has no record", hint: "build again, or remove it"))
        }
    }
}

/// What there is of an input.
private enum InputState: Equatable {
    case digest(Digest)
    case missing
    /// Something that is no file of the workspace, or cannot be opened.
    case unreadable
}

/// What there is of a workspace's inputs, each read once.
private struct InputDigests {
    let folder: ContainedFolder
    private var known: [String: InputState] = [:]

    init(folder: ContainedFolder) { self.folder = folder }

    subscript(path: String) -> InputState {
        mutating get {
            if let state = known[path] { return state }
            let state = look(path)
            known[path] = state
            return state
        }
    }

    private func look(_ path: String) -> InputState {
        do throws(ContainmentError) {
            let file = try folder.open(path)
            // What cannot be read to its end is not what a record speaks of.
            return (try? file.digest()).map { .digest($0) } ?? .unreadable
        } catch {
            if case .missing = error { return .missing }
            return .unreadable
        }
    }
}

extension CachedHistory {
    /// Checks what a commit holds: its records among themselves and against its inputs, and what the cache has of their
    /// outputs; for a release, its manifest too. Damaged entries of the cache are put aside, as always when one is read.
    package func verify(_ revision: Revision, _ selection: OutputSelection) throws -> Verification {
        let selection = selection.within([revision])
        let all = try history.records(at: revision.commit)
        try history.check(selection, against: [all], in: ["`\(revision.name)`"])
        let records = all.selected(selection)
        var verification = Verification(revision)
        verification.check(records)
        verification.checkPins(records)
        if let manifest = revision.manifest, selection.ids.isEmpty { verification.check(manifest, against: records) }
        try checkInputs(records, at: revision.commit, &verification)
        try checkCache(records, &verification)
        verification.findings.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        return verification
    }

    /// Those of outputs that the cache does not have.
    package func lost(_ outputs: [RecordedOutput]) throws -> [RecordedOutput] {
        let results = DiskActionCache(layout)
        return try outputs.filter { output in
            let artifact = output.record.output
            return try results.result(for: output.result.key)?.artifact != artifact
                || contentStore.size(of: artifact.digest) != artifact.bytes
        }
    }

    /// Few inputs at a time: together they can be larger than the memory.
    private func checkInputs(_ records: RecordSet, at commit: CommitID, _ verification: inout Verification) throws {
        var users: [String: [(digest: Digest, record: String)]] = [:]
        // What is pinned may be of other inputs than the commit holds.
        for output in records.sorted where records.pin(of: output) == nil {
            for input in output.record.inputs.values {
                guard let path = input.path else { continue }
                users[path, default: []].append((input.sha256, output.recordPath))
            }
        }
        let paths = users.keys.filter { Paths.normalized(relative: $0) == $0 && !$0.isEmpty }.sorted()
        for start in stride(from: 0, to: paths.count, by: 16) {
            try Task.checkCancellation()
            let some = Array(paths[start..<min(start + 16, paths.count)])
            let contents = try repository.contents(of: some, at: commit.hexadecimal)
            // An input that git ignores is in no commit; its digest is all that is known of it.
            let ignored = try repository.ignored(among: some.filter { contents[$0] == nil })
            for path in some where !ignored.contains(path) {
                let held = contents[path].map { [Digest(hashing: $0), LargeFilePointer.digest($0)] } ?? []
                let wrong = (users[path] ?? []).filter { !held.contains($0.digest) }.map(\.record)
                verification.counts.inputs += users[path]?.count ?? 0
                guard !wrong.isEmpty else { continue }
                let problem = held.isEmpty ? "is not in the commit" : "is in the commit with other bytes"
                verification.findings.append(
                    .init(
                        path, "\(problem), and \(WorkspaceHistory.told(wrong)) made from it",
                        notes: WorkspaceHistory.further(wrong), hint: "build that commit again"))
            }
        }
    }

    private func checkCache(_ records: RecordSet, _ verification: inout Verification) throws {
        let store = contentStore
        // Outputs of one result are one entry, which is read once.
        var entries: [Digest: CacheError?] = [:]
        for output in records.sorted {
            try Task.checkCancellation()
            let digest = output.result.digest
            let error: CacheError? = entries[digest] ?? problem(with: digest, in: store)
            entries[digest] = .some(error)
            switch error {
            case nil: verification.counts.outputs += 1
            case .missing: verification.counts.absentOutputs += 1
            case .corrupt(_, let quarantine):
                verification.counts.outputs += 1
                verification.findings.append(
                    .init(
                        output.output, "is damaged in the cache; the entry was moved to `\(quarantine)`",
                        hint: "build that commit again"))
            }
        }
    }

    private func problem(with digest: Digest, in store: DiskContentStore) -> CacheError? {
        do { _ = try store.verify(digest) } catch let error as CacheError { return error } catch {
            // What cannot be read is not there to be looked at.
            return .missing(digest)
        }
        return nil
    }
}

/// What git holds in the place of a file that Git LFS stores elsewhere.
private enum LargeFilePointer {
    /// The digest that it stands for; `nil` for anything else.
    static func digest(_ bytes: [UInt8]) -> Digest? {
        guard bytes.count <= 1024 else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.first == "version https://git-lfs.github.com/spec/v1" else { return nil }
        let prefix = "oid sha256:"
        return lines.first { $0.hasPrefix(prefix) }.flatMap { Digest(hexadecimal: $0.dropFirst(prefix.count)) }
    }
}

extension Verification {
    /// Checks that a release names just the outputs of the commit that it covers, as their records have them.
    mutating func check(_ manifest: ReleaseManifest, against records: RecordSet) {
        var named: Set<String> = []
        for (path, output) in manifest.outputs.sorted(by: { $0.key < $1.key }) {
            named.insert(output.record)
            guard let recorded = records.outputs[output.record], recorded.output == path else {
                findings.append(.init(path, "is in the manifest, and has no record in the commit"))
                continue
            }
            let record = recorded.record
            let differing = [
                record.key == output.key ? nil : "key",
                record.output.digest == output.artifact.digest ? nil : "SHA-256",
                record.output.bytes == output.artifact.bytes ? nil : "size",
                record.cost == output.cost ? nil : "cost",
            ].compactMap { $0 }
            guard !differing.isEmpty else { continue }
            findings.append(.init(path, "has another \(Wording.list(differing)) in the manifest than in its record"))
        }
        for output in records.sorted where !named.contains(output.recordPath) {
            findings.append(.init(output.output, "is not in the manifest"))
        }
    }
}
