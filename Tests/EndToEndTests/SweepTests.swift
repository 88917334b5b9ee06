import AuroraFiles
import Testing

@Suite struct SweepTests {
    @Test func whatABuildLeftThatWasKilledAtItsVeryEndIsSwept() async throws {
        let bench = try await Workbench()
        try await bench.commitAll()
        #expect(try await bench.aurora("build").status == 0)
        try bench.write(".aurora/tmp/left/over", "")
        try bench.write(".git/index.lock", "locked by aurora\n")
        let next = try await bench.aurora("build")
        #expect(next.messages == "nothing to do: 1 video current\n", "\(next.messages)")
        #expect(try Files.names(in: bench.folder.path(".aurora/tmp")) == [])
        #expect(try !bench.exists(".git/index.lock"))
    }
}
