import Foundation

/// A Swift file of the project, as text.
struct SourceText {
    /// Path from the project's folder.
    let path: String
    let lines: [String]

    /// The target it belongs to: the folder below `Sources`.
    var target: String { String(path.split(separator: "/")[1]) }

    /// Its lines without comments, numbered from 1.
    var code: [(number: Int, text: String)] {
        lines.enumerated().compactMap { index, line in
            let trimmed = line.drop(while: \.isWhitespace)
            return trimmed.hasPrefix("//") ? nil : (index + 1, line)
        }
    }
}

/// The project's files.
enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Every Swift file below these folders of the project.
    static func swiftFiles(in folders: [String]) throws -> [SourceText] {
        try folders.flatMap { folder in
            let base = root.appending(path: folder)
            let names = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
            return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
                let text = try String(contentsOf: base.appending(path: name), encoding: .utf8)
                return SourceText(path: "\(folder)/\(name)", lines: text.components(separatedBy: "\n"))
            }
        }
    }
}
