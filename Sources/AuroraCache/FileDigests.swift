package import AuroraCore
package import AuroraFiles
import Synchronization

/// The digests of a workspace's files: from the index where the facts still agree, else by reading. Safe to call
/// from any task.
package final class FileDigests: Sendable {
    private struct State {
        var index: FileIndex
        /// Entries whose facts proved nothing when they were hashed, because the file was so fresh.
        var racy: Set<String> = []
        var isChanged = false

        func known(_ path: String, _ facts: FileFacts) -> Digest? {
            guard !racy.contains(path), let entry = index.entry(path), entry.facts == facts else { return nil }
            return entry.digest
        }
    }

    private let folder: ContainedFolder
    private let state: Mutex<State>
    /// Nanoseconds since 1970.
    private let now: @Sendable () -> Int64

    package init(folder: ContainedFolder, index: FileIndex, now: @escaping @Sendable () -> Int64) {
        self.folder = folder
        state = Mutex(State(index: index))
        self.now = now
    }

    /// The digest of a regular file; throws `ContainmentError` if it cannot be read inside the workspace.
    package func digest(_ path: String) throws(ContainmentError) -> Digest {
        let facts: FileFacts?
        do throws(FileError) { facts = try FileFacts.of(folder.absolute(path)) } catch { throw .failed(error) }
        guard let facts else { throw .missing }
        if facts.kind == .regular, let known = state.withLock({ $0.known(path, facts) }) { return known }
        return try read(path)
    }

    /// The digest of a file with these facts, if they are known to go with it and no others can.
    package func settledDigest(_ path: String, _ facts: FileFacts) -> Digest? {
        state.withLock { $0.known(path, facts) }
    }

    /// The facts of a file that are known to go with this digest and no other; `nil` if there are none.
    package func settledFacts(_ path: String, _ digest: Digest) -> FileFacts? {
        state.withLock { state in
            guard !state.racy.contains(path), let entry = state.index.entry(path), entry.digest == digest else {
                return nil
            }
            return entry.facts
        }
    }

    /// The digests of many regular files, in their order, found on all processors.
    package func digests(_ paths: [String]) -> [Result<Digest, ContainmentError>] {
        Parallel.map(paths) { path in
            do throws(ContainmentError) { return .success(try self.digest(path)) } catch { return .failure(error) }
        }
    }

    /// Takes over the digest of a file that was written just now. The file is read once more before that counts
    /// (`lookAgain`): in the clock tick it was written in, a change would go unseen.
    package func expect(_ path: String, _ digest: Digest) throws(FileError) {
        guard let facts = try FileFacts.of(folder.absolute(path)), facts.kind == .regular else { return }
        state.withLock { state in
            state.racy.insert(path)
            state.index.set(path, FileIndex.Entry(facts: facts, digest: digest))
            state.isChanged = true
        }
    }

    /// Whether files were looked at so soon after a change that their digests cannot be remembered yet. A moment later
    /// (`FileFacts.tickNanoseconds`) they can.
    package var hasFreshFiles: Bool { state.withLock { !$0.racy.isEmpty } }

    /// What is known by now, with entries that were too fresh to trust looked at once more. `nil` if there is nothing
    /// new worth writing.
    package func updatedIndex() throws -> FileIndex? {
        lookAgain()
        return state.withLock { state in
            guard state.isChanged else { return nil }
            var index = state.index
            for path in state.racy { index.set(path, nil) }
            return index
        }
    }

    /// Looks once more at files that were hashed in the clock tick of their last change, and so could have changed
    /// unseen. Of use once that tick has passed.
    package func lookAgain() {
        // Gone or replaced meanwhile: the next build looks again.
        _ = Parallel.map(Array(state.withLock { $0.racy })) { _ = try? self.read($0) }
    }

    /// Changes what the index holds besides files.
    package func update(_ change: (inout FileIndex) -> Void) {
        state.withLock { state in
            let before = state.index.notes
            change(&state.index)
            state.isChanged = state.isChanged || state.index.notes != before
        }
    }

    /// What is known at this moment.
    package var index: FileIndex { state.withLock { $0.index } }

    private func read(_ path: String) throws(ContainmentError) -> Digest {
        let file = try folder.open(path)
        let started = now()
        let before: FileFacts
        let digest: Digest
        let after: FileFacts
        do throws(FileError) {
            before = try file.facts()
            digest = try file.digest(expecting: before.size)
            after = try file.facts()
        } catch { throw .failed(error) }
        state.withLock { state in
            let isSettled = before == after && !before.isRacy(at: started)
            if isSettled { state.racy.remove(path) } else { state.racy.insert(path) }
            let entry = FileIndex.Entry(facts: before, digest: digest)
            if state.index.entry(path) != entry {
                state.index.set(path, entry)
                state.isChanged = true
            }
        }
        return digest
    }
}
