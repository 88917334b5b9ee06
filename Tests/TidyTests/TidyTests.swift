import Testing

/// Rules of the house that the compiler does not know.
@Suite struct TidyTests {
    let sources: [SourceText]
    let everything: [SourceText]

    init() throws {
        sources = try SourceTree.swiftFiles(in: ["Sources"])
        everything = try SourceTree.swiftFiles(in: ["Sources", "Tests"])
    }

    @Test func importsFollowTheTable() { #expect(Rules.forbiddenImports(sources) == []) }

    @Test func everyOutsideLibraryHasOneDoor() { #expect(Rules.openedDoors(sources) == []) }

    @Test func filesAndFunctionsStaySmall() { #expect(Rules.oversized(everything) == []) }

    @Test func nothingIsLeftLyingAbout() { #expect(Rules.leftovers(sources) == []) }

    @Test func theTableNamesEveryTarget() {
        #expect(Set(sources.map(\.target)) == Set(allowedImports.keys))
    }
}

/// The rules themselves: each has to complain about a file that breaks it, or its silence means nothing.
@Suite struct TidyRuleTests {
    @Test func aForbiddenImportIsFound() {
        let file = SourceText(path: "Sources/AuroraCore/Bad.swift", lines: ["package import AuroraFiles", ""])
        #expect(
            Rules.forbiddenImports([file]) == ["Sources/AuroraCore/Bad.swift:1: AuroraCore may not import AuroraFiles"])
    }

    @Test func theHalvesMayNotMeet() {
        let file = SourceText(path: "Sources/AuroraGraph/Bad.swift", lines: ["import RenderFrames"])
        #expect(Rules.forbiddenImports([file]).count == 1)
    }

    @Test func anOpenedDoorIsFound() {
        let file = SourceText(path: "Sources/AuroraBuild/Bad.swift", lines: ["", "import CLibgit2"])
        #expect(Rules.openedDoors([file]) == ["Sources/AuroraBuild/Bad.swift:2: libgit2 is for [\"AuroraGit\"] alone"])
    }

    @Test func aLongFileIsFound() {
        let file = SourceText(
            path: "Sources/AuroraCore/Long.swift", lines: Array(repeating: "let x = 1", count: 401) + [""])
        #expect(Rules.oversized([file]) == ["Sources/AuroraCore/Long.swift: 401 lines, at most 400"])
    }

    @Test func aLongFunctionIsFound() {
        let lines = ["    func long() {"] + Array(repeating: "        work()", count: 69) + ["    }"]
        let file = SourceText(path: "Sources/AuroraCore/Long.swift", lines: lines)
        #expect(Rules.oversized([file]) == ["Sources/AuroraCore/Long.swift:1: a function of 71 lines, at most 70"])
    }

    @Test func aLeftoverIsFound() {
        let file = SourceText(path: "Sources/AuroraCore/Bad.swift", lines: ["let x = try! work()  // TODO"])
        #expect(Rules.leftovers([file]).count == 2)
    }
}
