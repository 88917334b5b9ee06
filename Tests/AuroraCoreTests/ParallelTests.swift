import AuroraCore
import Testing

@Suite struct ParallelTests {
    @Test(arguments: [0, 1, 2, 63, 64, 65, 100_000])
    func resultsStandInTheOrderOfTheItems(count: Int) {
        let items = Array(0..<count)
        #expect(Parallel.map(items) { "\($0)" } == items.map { "\($0)" })
    }
}
