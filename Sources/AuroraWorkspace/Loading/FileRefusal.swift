internal import AuroraCore
internal import AuroraFiles
internal import Glibc

/// Why a file or folder that a workspace names cannot be used, in the user's words.
enum FileRefusal {
    /// What `OpenFile.contents` says of a file beyond its limit.
    private static let tooLarge = EFBIG

    /// `neighbours` are the names beside the file, for guessing which was meant.
    static func file(_ path: String, _ error: ContainmentError, neighbours: () -> [String] = { [] }) -> Refusal {
        let shown = Words.quoted(path)
        switch error {
        case .missing:
            let name = Paths.name(path)
            let candidates = neighbours().filter { isOfOneKind($0, name) }
            // The same in another format is nearer than any other name.
            let twin = candidates.first { stem(of: $0) == stem(of: name) && stem(of: name).count < name.count }
            let nearest = twin ?? Wording.nearest(to: name, among: candidates)
            return Refusal(
                problem: "there is no file \(shown)",
                hint: nearest.map { "did you mean `\($0)`?" } ?? "put the file there, or correct the path")
        case .escapes:
            return Refusal(
                problem: "\(shown) leads out of the workspace through a symbolic link",
                hint: "copy the file itself into the workspace")
        case .notAFile(.directory):
            return Refusal(problem: "\(shown) is a folder, not a file", hint: "name a file in it")
        case .notAFile:
            return Refusal(problem: "\(shown) is not a regular file", hint: "name a file that holds its content itself")
        case .failed(let error) where error.code == FileRefusal.tooLarge:
            return Refusal(
                problem: "\(shown) has more than \(SourceText.maximumByteCount >> 20) MiB",
                hint: "keep media in files of their own, and divide long texts")
        case .failed(let error):
            let diagnostic = error.diagnostics.first
            return Refusal(
                problem: diagnostic?.problem ?? "cannot read \(shown)",
                hint: diagnostic?.hint ?? "correct the path, or the file's permissions")
        }
    }

    /// A file's name without its suffix.
    private static func stem(of name: String) -> Substring { name[..<(name.lastIndex(of: ".") ?? name.endIndex)] }

    /// Suffixes of files that can stand for each other.
    private static let kinds: [Set<String>] = [
        ["jpg", "jpeg", "png", "webp", "bmp", "gif", "tiff", "heic"],
        ["wav", "mp3", "flac", "ogg", "opus", "m4a", "aac", "aiff"], ["yaml", "yml"], ["txt", "md"],
    ]

    /// Whether one file may have been meant where another is named: nobody means a text who asks for a sound.
    private static func isOfOneKind(_ one: String, _ other: String) -> Bool {
        func kind(_ name: String) -> Int? {
            let suffix = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
            return kinds.firstIndex { $0.contains(suffix) }
        }
        // What is no known suffix may be a misspelt one.
        guard let first = kind(one), let second = kind(other) else { return kind(one) == nil || kind(other) == nil }
        return first == second
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
