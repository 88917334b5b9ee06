/// The difference of two texts by words, for people.
package enum WordDiff {
    package enum Part: Hashable, Sendable {
        case kept(String)
        case removed(String)
        case added(String)
    }

    /// Runs of words that stayed, went and came, in reading order; within a change, what went comes first. Words are
    /// told apart by white space.
    package static func parts(from old: String, to new: String) -> [Part] {
        let before = old.split(whereSeparator: \.isWhitespace)
        let after = new.split(whereSeparator: \.isWhitespace)
        let difference = after.difference(from: before)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var parts: [Part] = []
        var left = 0
        var right = 0
        while left < before.count || right < after.count {
            var gone: [Substring] = []
            var come: [Substring] = []
            var kept: [Substring] = []
            while removed.contains(left) {
                gone.append(before[left])
                left += 1
            }
            while inserted.contains(right) {
                come.append(after[right])
                right += 1
            }
            while left < before.count, !removed.contains(left), !inserted.contains(right) {
                kept.append(before[left])
                left += 1
                right += 1
            }
            if !gone.isEmpty { parts.append(.removed(gone.joined(separator: " "))) }
            if !come.isEmpty { parts.append(.added(come.joined(separator: " "))) }
            if !kept.isEmpty { parts.append(.kept(kept.joined(separator: " "))) }
        }
        return parts
    }
}
