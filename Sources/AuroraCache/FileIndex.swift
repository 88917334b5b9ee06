package import AuroraCore
package import AuroraFiles

/// What is known of files from earlier looks: a file whose facts did not change need not be read again.
///
/// A value; `FileDigests` fills it while a build runs.
package struct FileIndex: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package let facts: FileFacts
        package let digest: Digest
    }

    /// By workspace-relative path.
    package internal(set) var files: [String: Entry] = [:]
    /// Lengths of sounds in milliseconds, by digest.
    package var durations: [Digest: Int] = [:]
    /// Wall time that rendering took lately, in milliseconds for each second of video; 0 if never measured.
    package var renderPace: Int = 0
    /// Why an action failed when it was last tried.
    package var failures: [ActionKey: String] = [:]

    package init() {}
}
