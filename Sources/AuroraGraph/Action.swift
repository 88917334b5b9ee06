package import AuroraCore
package import AuroraWorkspace

/// One unit of work with declared inputs.
///
/// A class because it never changes and is told in many places: to pass one on is to count one reference, where a
/// structure would count a dozen. It has no identity of its own; `id` says which one it is.
package final class Action: Sendable {
    package let id: ActionID
    package let scene: SceneID
    /// 1…4; 1 for what all takes share.
    package let take: Int
    /// How people name it: `baker`, `baker.t2`, `baker.speech`, `baker.poster`. Unique within a graph.
    package let name: String
    /// Where it is asked for, for messages about the action as a whole.
    package let span: SourceSpan
    package let work: Work
    /// Where its result goes for people to see; `nil` for what only other actions need.
    package let publication: Publication?
    /// Files besides the inputs that say what to make: scene file, what it extends, prompt and transcript files.
    package let sources: [String]

    /// What it is made from, in the order of the key.
    package var inputs: [NamedInput] { work.inputs }

    package init(
        id: ActionID, scene: SceneID, take: Int, name: String, span: SourceSpan, work: Work,
        publication: Publication?, sources: [String]
    ) {
        self.id = id
        self.scene = scene
        self.take = take
        self.name = name
        self.span = span
        self.work = work
        self.publication = publication
        self.sources = sources
    }
}

/// An action's place in its graph.
package struct ActionID: Hashable, Sendable, Comparable {
    package let index: Int

    package init(index: Int) { self.index = index }

    package static func < (left: ActionID, right: ActionID) -> Bool { left.index < right.index }
}

/// Where a result and its record go. Both paths are workspace-relative.
package struct Publication: Hashable, Sendable {
    package let output: String
    package let record: String

    package init(output: String, record: String) {
        self.output = output
        self.record = record
    }
}

/// One thing that an action is made from.
package enum Input: Hashable, Sendable {
    /// A file of the workspace.
    case file(InputFile)
    /// What an earlier action of the graph makes: a file whose name ends with `suffix` (with its dot), asked for at
    /// `span`.
    case product(ActionID, suffix: String, span: SourceSpan)

    package var span: SourceSpan {
        switch self {
        case .file(let file): file.span
        case .product(_, _, let span): span
        }
    }

    /// The file of the workspace, if it is one.
    package var file: InputFile? {
        if case .file(let file) = self { file } else { nil }
    }

    /// The action that makes it, if one does.
    package var producer: ActionID? {
        if case .product(let id, _, _) = self { id } else { nil }
    }

    /// What the file's name ends with, with its dot; empty for nothing.
    package var suffix: String {
        switch self {
        case .file(let file): file.suffix
        case .product(_, let suffix, _): suffix
        }
    }
}

/// An input by the name of its field in the key.
package struct NamedInput: Hashable, Sendable {
    package let field: String
    package let input: Input

    package init(field: String, input: Input) {
        self.field = field
        self.input = input
    }
}
