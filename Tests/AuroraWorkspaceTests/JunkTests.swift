import AuroraCore
import AuroraTesting
import AuroraWorkspace
import Testing

/// No bytes of junk crash the loader, nor keep it busy.
@Suite struct JunkTests {
    @Test func randomBytesAreRefusedQuickly() throws {
        var random = Junk(seed: Junk.newSeed())
        let test = try TestLoad(LoadWorkspaceTests.minimal)
        for round in 0..<400 {
            let count = random.below(2000)
            let bytes = (0..<count).map { _ in round % 2 == 0 ? UInt8(random.below(256)) : random.punctuation() }
            try expectQuick(test, "scenes/a.yaml", bytes, seed: random.seed, round: round)
        }
    }

    @Test func mutatedFilesAreLoadedOrRefusedQuickly() throws {
        var random = Junk(seed: Junk.newSeed())
        let test = try TestLoad(LoadWorkspaceTests.storytellers)
        let targets = ["aurora.yaml", "scenes/baker/scene.yaml", "scenes/defaults.yaml", "scenes/baker/prompt.txt"]
        for round in 0..<600 {
            let target = targets[random.below(targets.count)]
            let original = Array((LoadWorkspaceTests.storytellers[target] ?? "").utf8)
            var bytes = original
            for _ in 0...random.below(4) { random.mutate(&bytes) }
            try expectQuick(test, target, bytes, seed: random.seed, round: round)
            try test.folder.write(original, to: target)
        }
    }

    private func expectQuick(_ test: TestLoad, _ target: String, _ bytes: [UInt8], seed: UInt64, round: Int) throws {
        try test.folder.write(bytes, to: target)
        // The bound is 100 ms in a release build; tests are not optimised. What keeps the loader busy does so each time;
        // what others do on this machine does not.
        let isQuick = Patience.atBest(within: .seconds(1)) {
            var diagnostics: [Diagnostic] = []
            do throws(DiagnosticsError) { diagnostics = try test.load().warnings } catch {
                diagnostics = error.diagnostics
            }
            for diagnostic in diagnostics {
                #expect(
                    !diagnostic.problem.isEmpty && diagnostic.hint?.isEmpty != true, "seed \(seed), round \(round)")
            }
        }
        #expect(isQuick, "seed \(seed), round \(round)")
    }
}

/// Random bytes and changes, from a seed (SplitMix64).
private struct Junk {
    let seed: UInt64
    private var state: UInt64

    init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    static func newSeed() -> UInt64 { .random(in: 0...UInt64.max) }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ (value >> 31)) % UInt64(max(bound, 1)))
    }

    /// A byte that means something in YAML more often than not.
    mutating func punctuation() -> UInt8 {
        let bytes = Array("{}[]:,-?&*!|>'\"%@`#\t\n  abc019.~<=\\".utf8)
        return bytes[below(bytes.count)]
    }

    mutating func mutate(_ bytes: inout [UInt8]) {
        let place = below(bytes.count + 1)
        switch below(5) {
        case 0: bytes.insert(punctuation(), at: place)
        case 1: if place < bytes.count { bytes[place] = UInt8(below(256)) }
        case 2: bytes.removeSubrange(min(place, bytes.count)..<min(place + below(20), bytes.count))
        case 3: bytes.insert(contentsOf: bytes[(bytes.count - min(place, bytes.count))...], at: place)
        default: bytes.removeLast(bytes.count - place)
        }
    }
}
