import Foundation

/// Random numbers for property tests. The seed comes from `AURORA_TEST_SEED`, or is fresh; a failing test prints it.
package struct SeededGenerator: RandomNumberGenerator {
    package let seed: UInt64
    private var state: UInt64

    package init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// SplitMix64.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

extension SeededGenerator {
    package static func fresh() -> SeededGenerator {
        let chosen = ProcessInfo.processInfo.environment["AURORA_TEST_SEED"].flatMap { UInt64($0) }
        return SeededGenerator(seed: chosen ?? UInt64.random(in: 0...UInt64.max))
    }
}
