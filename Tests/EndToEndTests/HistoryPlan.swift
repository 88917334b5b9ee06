import AuroraCore

/// What a content repository's history is made of, commit by commit. Expected values are worked out from this alone.
struct HistoryPlan {
    /// What one output is made from, and what it cost.
    struct Video: Hashable {
        /// The prompt; with the provider it decides about the key.
        var prompt: String
        var microDollars: Int64
        var provider = "embedded"
        /// What the record calls the picture.
        var image = "portrait.jpg"

        /// The bytes of the video.
        var content: String { "video of \(prompt) by \(provider)" }
    }

    /// Outputs by profile and name: `draft/baker.t2`.
    typealias State = [String: Video]

    struct Commit {
        let name: String
        let parents: [String]
        let state: State
        /// What it changed, as `aurora log` has to tell it.
        let changes: [String]
    }

    private(set) var commits: [Commit] = []

    subscript(name: String) -> Commit {
        guard let commit = commits.first(where: { $0.name == name }) else { preconditionFailure("no commit \(name)") }
        return commit
    }

    /// Adds a commit on top of `parents`; `edit` changes the state of the first.
    private mutating func add(
        _ name: String, on parents: String..., changes: [String], _ edit: (inout State) -> Void
    ) {
        var state = parents.first.map { self[$0].state } ?? [:]
        edit(&state)
        commits.append(Commit(name: name, parents: parents, state: state, changes: changes))
    }

    /// Two branches with a merge each, one of which settles a conflict; outputs that are added, changed, renamed,
    /// removed, taken back to what they were, and shared by two profiles.
    init() {
        add("c1", changes: ["new draft/baker", "new draft/intro", "new draft/old"]) {
            $0["draft/baker"] = Video(prompt: "baker 1", microDollars: 0)
            $0["draft/intro"] = Video(prompt: "intro 1", microDollars: 420_000, provider: "runware")
            $0["draft/old"] = Video(prompt: "old 1", microDollars: 100_000, provider: "runware")
        }
        add("c2", on: "c1", changes: ["changed draft/intro"]) { $0["draft/intro"]?.change("intro 2", 430_000) }
        add("c3", on: "c2", changes: ["new final/intro"]) {
            $0["final/intro"] = Video(prompt: "intro 2 in full", microDollars: 1_000_000, provider: "runware")
        }
        add("s1", on: "c3", changes: ["changed draft/baker"]) { $0["draft/baker"]?.change("baker 2", 50_000) }
        add("s2", on: "s1", changes: ["new draft/spring/a", "new draft/spring/b"]) {
            $0["draft/spring/a"] = Video(prompt: "a 1", microDollars: 200_000, provider: "runware")
            $0["draft/spring/b"] = Video(prompt: "b 1", microDollars: 210_000, provider: "runware")
        }
        add("s3", on: "s2", changes: ["changed draft/spring/a"]) { $0["draft/spring/a"]?.change("a 2", 220_000) }
        add("c4", on: "c3", changes: ["removed draft/old"]) { $0["draft/old"] = nil }
        add("c5", on: "c4", changes: ["renamed draft/opening"]) {
            $0["draft/opening"] = $0.removeValue(forKey: "draft/intro")
        }
        add("c6", on: "c5", changes: ["new draft/baker.t2"]) {
            $0["draft/baker.t2"] = Video(prompt: "baker, take two", microDollars: 0)
        }
        let side = self["s3"].state
        add("c7", on: "c6", "s3", changes: []) {
            for name in ["draft/baker", "draft/spring/a", "draft/spring/b"] { $0[name] = side[name] }
        }
        add("c8", on: "c7", changes: ["changed draft/spring/b"]) { $0["draft/spring/b"]?.change("b 2", 230_000) }
        add("h1", on: "c8", changes: ["changed draft/opening"]) { $0["draft/opening"]?.change("opening 3", 440_000) }
        add("h2", on: "h1", changes: ["changed draft/opening"]) { $0["draft/opening"]?.change("opening 4", 450_000) }
        add("c9", on: "c8", changes: ["changed draft/spring/a"]) { $0["draft/spring/a"]?.change("a 1", 200_000) }
        add("c10", on: "c9", changes: []) { _ in }
        add("c11", on: "c10", changes: ["rewritten draft/baker"]) { $0["draft/baker"]?.image = "moved.jpg" }
        add("c12", on: "c11", changes: ["changed draft/opening"]) { $0["draft/opening"]?.change("opening 5", 460_000) }
        add("c13", on: "c12", "h2", changes: ["changed draft/opening"]) {
            $0["draft/opening"]?.change("opening 6", 470_000)
        }
        add("c14", on: "c13", changes: ["new final/spring/a"]) {
            $0["final/spring/a"] = Video(prompt: "a 2", microDollars: 220_000, provider: "runware")
        }
        add("c15", on: "c14", changes: ["removed draft/baker.t2"]) { $0["draft/baker.t2"] = nil }
        add("c16", on: "c15", changes: ["new draft/outro"]) {
            $0["draft/outro"] = Video(prompt: "outro 1", microDollars: 300_000)
        }
        add("c17", on: "c16", "h1", changes: []) { _ in }
        add("c18", on: "c17", changes: ["changed draft/outro"]) { $0["draft/outro"]?.change("outro 2", 7) }
    }

    /// Commits from which a commit comes, itself included.
    func ancestors(of name: String) -> Set<String> {
        let commit = self[name]
        return commit.parents.reduce([name]) { $0.union(ancestors(of: $1)) }
    }

    /// What was paid for by some commits, each result once.
    func spent(by names: Set<String>) -> Set<Video> {
        Set(
            commits.filter { names.contains($0.name) }.flatMap { $0.state.values }.map { video in
                var result = video
                result.image = ""
                return result
            })
    }

    /// The number of a commit: later ones have higher numbers and later times.
    func number(of name: String) -> Int { commits.firstIndex { $0.name == name } ?? 0 }

    /// An hour after each other, beginning at 2023-10-31 22:00 in Greenwich; two hours east of it.
    func seconds(of name: String) -> Int { 1_698_789_600 + 3600 * number(of: name) }
}

extension HistoryPlan.Video {
    fileprivate mutating func change(_ prompt: String, _ microDollars: Int64) {
        self.prompt = prompt
        self.microDollars = microDollars
        if microDollars > 0 { provider = "runware" }
    }
}
