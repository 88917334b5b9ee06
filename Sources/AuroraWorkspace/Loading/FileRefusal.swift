internal import AuroraCore
internal import AuroraFiles
internal import Glibc

/// Why a file or folder that a workspace names cannot be used, in the user's words.
enum FileRefusal {
    /// What `OpenFile.contents` says of a file beyond its limit.
    private static let tooLarge = EFBIG

    /// `neighbours` are the names beside the file, for guessing which was meant.
    static func file(_ path: String, _ error: ContainmentError, neighbours: () -> [String] = { [] }) -> Refusal {
        let name = Words.quoted(path)
        switch error {
        case .missing:
            let nearest = Wording.nearest(to: Paths.name(path), among: neighbours())
            return Refusal(
                problem: "there is no file \(name)",
                hint: nearest.map { "did you mean `\($0)`?" } ?? "put the file there, or correct the path")
        case .escapes:
            return Refusal(
                problem: "\(name) leads out of the workspace through a symbolic link",
                hint: "copy the file itself into the workspace")
        case .notAFile(.directory):
            return Refusal(problem: "\(name) is a folder, not a file", hint: "name a file in it")
        case .notAFile:
            return Refusal(problem: "\(name) is not a regular file", hint: "name a file that holds its content itself")
        case .failed(let error) where error.code == FileRefusal.tooLarge:
            return Refusal(
                problem: "\(name) has more than \(SourceText.maximumByteCount >> 20) MiB",
                hint: "keep media in files of their own, and divide long texts")
        case .failed(let error):
            let diagnostic = error.diagnostics.first
            return Refusal(
                problem: diagnostic?.problem ?? "cannot read \(name)",
                hint: diagnostic?.hint ?? "correct the path, or the file's permissions")
        }
    }

    static func folder(_ path: String, _ error: ContainmentError) -> Refusal {
        switch error {
        case .escapes:
            Refusal(
                problem: "the folder \(Words.quoted(path)) leads out of the workspace through a symbolic link",
                hint: "move its content into the workspace")
        default: file(path, error)
        }
    }
}
