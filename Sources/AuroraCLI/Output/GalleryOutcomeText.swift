import AuroraCore
import AuroraSession

/// What `aurora gallery` says to people.
enum GalleryOutcomeText {
    /// `60 scenes · 62 files copied · 60 stills taken · 1 missing`
    static func summary(_ report: GalleryReport) -> String {
        let counts = report.counts
        var parts = [Wording.count(report.entries, report.isComparison ? "change" : "scene")]
        if counts.copied > 0 { parts.append("\(Wording.count(counts.copied, "file")) copied") }
        if counts.linked > 0 { parts.append("\(Wording.count(counts.linked, "file")) linked") }
        if counts.present > 0 { parts.append("\(counts.present) there already") }
        if counts.stills > 0 { parts.append("\(Wording.count(counts.stills, "still")) taken") }
        if !report.missing.isEmpty { parts.append("\(report.missing.count) missing") }
        return parts.joined(separator: " · ")
    }
}

extension JSONText {
    static func gallery(_ report: GalleryReport) -> String {
        line(
            "gallery",
            [
                "path": .text(report.index), "comparison": .flag(report.isComparison),
                "entries": .integer(Int64(report.entries)), "copied": .integer(Int64(report.counts.copied)),
                "linked": .integer(Int64(report.counts.linked)), "present": .integer(Int64(report.counts.present)),
                "stills": .integer(Int64(report.counts.stills)),
                "missing": .list(report.missing.map { .text("\($0.profile)/\($0.name)") }),
                "problems": .list(report.problems.map(diagnostic)),
            ])
    }
}
