internal import CLibgit2

/// The environment variables that say who commits, as git reads them.
package struct GitEnvironment: Hashable, Sendable {
    private let variables: [String: String]

    /// Keeps the few that matter of a process's whole environment.
    package init(_ environment: [String: String] = [:]) {
        let names = ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"]
        variables = environment.filter { names.contains($0.key) && !$0.value.isEmpty }
    }

    fileprivate subscript(name: String) -> String? { variables[name] }
}

/// Who made a commit, and who is its author.
struct CommitIdentity: Hashable {
    struct Person: Hashable {
        let name: String
        let email: String
    }

    let author: Person
    let committer: Person

    /// From the environment, then `author.*` and `committer.*`, then `user.*`; `nil` unless a name and an address are
    /// said outright. git itself would guess them from the machine's name, which helps nobody.
    init?(environment: GitEnvironment, configuration: GitConfiguration) throws(GitError) {
        let author = try Self.person("author", environment, configuration)
        let committer = try Self.person("committer", environment, configuration)
        guard let author, let committer else { return nil }
        self.author = author
        self.committer = committer
    }

    private static func person(
        _ role: String, _ environment: GitEnvironment, _ configuration: GitConfiguration
    ) throws(GitError) -> Person? {
        let prefix = "GIT_\(role.uppercased())_"
        let names = [
            environment[prefix + "NAME"], try configuration.string("\(role).name"),
            try configuration.string("user.name"),
        ]
        let emails = [
            environment[prefix + "EMAIL"], try configuration.string("\(role).email"),
            try configuration.string("user.email"), environment["EMAIL"],
        ]
        guard let name = names.lazy.compactMap({ $0.flatMap(cleaned) }).first,
            let email = emails.lazy.compactMap({ $0.flatMap(cleaned) }).first
        else { return nil }
        return Person(name: name, email: email)
    }

    /// Without what a commit cannot hold, as git drops it; `nil` if nothing is left.
    private static func cleaned(_ text: String) -> String? {
        let kept = text.unicodeScalars.filter { $0 != "<" && $0 != ">" && $0.value >= 0x20 }
        let trimmed = String(String.UnicodeScalarView(kept)).drop { " .,:;\"\\'".contains($0) }
        var result = Substring(trimmed)
        while let last = result.last, " .,:;\"\\'".contains(last) { result.removeLast() }
        return result.isEmpty ? nil : String(result)
    }
}
