import Testing

@testable import AuroraSession

/// Commits come from anybody: a path in one must not lead a file elsewhere.
@Suite struct RecordPlaceTests {
    @Test func aRecordsPathTellsProfileAndName() {
        let place = RecordPlace("records/draft/3f/spring/a.t2.json")
        #expect(place?.profile == "draft")
        #expect(place?.fan == "3f")
        #expect(place?.name == "spring/a.t2")
    }

    @Test(arguments: [
        "records/draft/3f/../../../out/draft/a.json", "records/../draft/3f/a.json", "records/./3f/a.json",
        "records//3f/a.json", "/records/draft/3f/a.json", "records/draft/a.json", "records/draft/3f/.json",
        "records/draft/3f/a/.json", "records/.at/3f/a.json", "records/draft/3f/.hidden/a.json", "out/draft/3f/a.json",
        "records/draft/3f/a.txt", "records/draft/3f/a//b.json", "",
    ])
    func anyOtherPathIsNone(_ path: String) { #expect(RecordPlace(path) == nil) }
}
