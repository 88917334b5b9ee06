import ArgumentParser
import AuroraSession

/// What shells complete by asking the program itself.
enum Completion {
    /// Scenes, campaigns and their cells.
    static let ids = CompletionKind.custom { words, index, word in
        CompletionNames.ids(in: folder(of: words), beginningWith: current(words, index, word))
    }

    static let profiles = CompletionKind.custom { words, _, _ in CompletionNames.profiles(in: folder(of: words)) }

    static let templates = CompletionKind.custom { _, _, _ in NewWorkspace.templates(ProcessFacts.environment) }

    /// The word at the cursor as far as it is typed; shells differ in what they tell of it.
    private static func current(_ words: [String], _ index: Int, _ word: String) -> String {
        if !word.isEmpty { return word }
        return words.indices.contains(index) ? words[index] : ""
    }

    /// Where the command would run: `-C` counts.
    private static func folder(of words: [String]) -> String {
        let here = ProcessFacts.currentDirectory
        guard let option = words.lastIndex(where: { $0 == "-C" || $0 == "--directory" }), option + 1 < words.count
        else {
            return here
        }
        let folder = words[option + 1]
        return folder.hasPrefix("/") ? folder : "\(here)/\(folder)"
    }
}
