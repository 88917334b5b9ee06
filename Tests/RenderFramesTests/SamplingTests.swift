import RenderMedia
import Testing

@testable import RenderFrames

@Suite("Sampling of eight pixels at once")
struct SamplingTests {
    private let side = 64
    private static let count = 44

    private struct Layers {
        let pixels: [UInt8]
        let coverage: [UInt8]
        let plate: [UInt8]
    }

    /// Noise, covered in parts wholly, in parts not at all.
    private func layers(_ random: inout SeededRandom, channels: Int) -> Layers {
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) } }
        let coverage = bytes(side * side).enumerated().map { index, value in
            index % side < 20 ? 255 : index % side < 30 ? 0 : value
        }
        return Layers(
            pixels: bytes(side * side * channels), coverage: coverage, plate: bytes(Self.count))
    }

    /// Lines whose steps are near a pixel, as most are, or anything.
    private func line(_ random: inout SeededRandom) -> Sampling.Line {
        let isNear = random.unit() < 0.7
        let stepX = isNear ? 65_536 + Int32(random.unit() * 4000 - 2000) : Int32(random.unit() * 70_000)
        let stepY = isNear ? Int32(random.unit() * 3000 - 1500) : Int32(random.unit() * 8000 - 4000)
        return Sampling.Line(
            x: Int32(random.unit() * 12 * 65_536), y: Int32((4 + random.unit() * 50) * 65_536), stepX: stepX,
            stepY: stepY)
    }

    private func moved(_ line: Sampling.Line, _ index: Int) -> Sampling.Line {
        Sampling.Line(
            x: line.x + Int32(index) * line.stepX, y: line.y + Int32(index) * line.stepY, stepX: line.stepX,
            stepY: line.stepY)
    }

    /// What the loops make of a line at once, and pixel by pixel.
    private func results(
        seed: UInt64, channels: Int,
        _ draw: (Sampling.Source, Sampling.Source, Sampling.Line, [UInt8], Int) -> [UInt8]
    ) -> Bool {
        var random = SeededRandom(seed: seed)
        for _ in 0..<60 {
            let layers = layers(&random, channels: channels)
            let line = line(&random)
            let isSame = layers.pixels.withUnsafeBufferPointer { pixels in
                layers.coverage.withUnsafeBufferPointer { coverage in
                    guard let pixels = pixels.baseAddress, let coverage = coverage.baseAddress else { return false }
                    let source = Sampling.Source(pixels: pixels, width: side, height: side)
                    let cover = Sampling.Source(pixels: coverage, width: side, height: side)
                    guard line.isInside(source, count: Self.count) else { return true }
                    let together = draw(source, cover, line, layers.plate, Self.count)
                    let single = (0..<Self.count).map { index in
                        draw(source, cover, moved(line, index), [layers.plate[index]], 1)
                    }
                    let parts = together.count / Self.count
                    return (0..<parts).allSatisfy { part in
                        (0..<Self.count).allSatisfy { together[part * Self.count + $0] == single[$0][part] }
                    }
                }
            }
            if !isSame { return false }
        }
        return true
    }

    private func drawn(_ planes: Int, _ count: Int, _ body: ([UnsafeMutablePointer<UInt8>]) -> Void) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: planes * count)
        bytes.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            body((0..<planes).map { base + $0 * count })
        }
        return bytes
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func aRunIsWhatItsPixelsAre(seed: UInt64) {
        #expect(
            results(seed: seed, channels: 1) { source, _, line, _, count in
                drawn(1, count) { Sampling.copyLuma(source, along: line, to: $0[0], count: count) }
            })
        #expect(
            results(seed: seed, channels: 1) { source, cover, line, plate, count in
                drawn(1, count) {
                    Sampling.blendLuma(source, coverage: cover, along: line, plate: plate, to: $0[0], count: count)
                }
            })
        #expect(
            results(seed: seed, channels: 2) { source, _, line, _, count in
                drawn(2, count) {
                    Sampling.copyChroma(source, along: line, toBlue: $0[0], red: $0[1], count: count)
                }
            })
        #expect(
            results(seed: seed, channels: 2) { source, cover, line, plate, count in
                plate.withUnsafeBufferPointer { buffer in
                    guard let plate = buffer.baseAddress else { return [] }
                    return drawn(2, count) {
                        Sampling.blendChroma(
                            source, coverage: cover, along: line, plates: (plate, plate), toBlue: $0[0], red: $0[1],
                            count: count)
                    }
                }
            })
    }
}
