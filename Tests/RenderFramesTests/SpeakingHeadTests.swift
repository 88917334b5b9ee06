import Glibc
import RenderFace
import RenderMedia
import RenderSpeech
import RenderTesting
import Testing

@testable import RenderFrames

@Suite("How a head moves with speech")
struct SpeakingHeadTests {
    private static let seconds = 8.0
    /// Syllables as bursts of a tone: two phrases with a pause between, and one loud syllable in each.
    private let prosody: Prosody

    init() throws {
        var samples = [Float](repeating: 0, count: Int(Self.seconds) * 16_000)
        for syllable in 0..<26 where !(11...14).contains(syllable) {
            let start = 8_000 + syllable * 4_000
            let loudness: Float = syllable == 5 || syllable == 20 ? 0.9 : 0.12
            for index in 0..<2_600 { samples[start + index] = index % 80 < 40 ? loudness : -loudness }
        }
        prosody = try Prosody(of: AudioClip(samples: samples, sampleRateHz: 16_000))
    }

    private func motion(_ seed: UInt64, liveliness: Float = 1) -> HeadMotion {
        HeadMotion(prosody: prosody, seconds: Self.seconds - 0.04, seed: seed, liveliness: liveliness)
    }

    private let seeds: [UInt64] = [1, 7, 42, 1855, 99, 1 << 40]

    @Test func aClipBeginsAndEndsAsThePortraitIs() {
        for seed in seeds {
            let motion = motion(seed)
            #expect(motion.pose(atSeconds: 0) == HeadPose())
            #expect(motion.pose(atSeconds: Self.seconds - 0.04) == HeadPose())
            #expect(motion.brow(atSeconds: 0) == 0)
        }
    }

    @Test(arguments: [1, 2] as [Float]) func noStepIsLarge(liveliness: Float) {
        let rig = FaceRig(
            landmarks: SampleFace.landmarks(centre: Point(360, 300)), depths: SampleFace.depths(),
            pictureSize: Point(720, 720))
        for seed in seeds + Array(200..<212) {
            let motion = motion(seed, liveliness: liveliness)
            var before = rig.mesh.rest
            for frame in 0..<Int(Self.seconds * 25) {
                let pose = motion.pose(atSeconds: Double(frame) / 25)
                let vertices = rig.vertices(ExpressionWeights(), HeadRotation(pose))
                let step = zip(vertices, before).map { ($0 - $1).length }.max() ?? 0
                #expect(step < 0.068 * rig.mesh.frame.unit, "frame \(frame) of seed \(seed)")
                before = vertices
            }
        }
    }

    @Test func theHeadNodsWithLoudSyllables() {
        // The loud syllables begin at 1.75 s and 5.5 s. Not each seed nods with each.
        let dips = seeds.flatMap { seed in
            [1.75, 5.5].map { start in
                let motion = motion(seed)
                let after = stride(from: start, to: start + 0.5, by: 0.04)
                    .map { motion.pose(atSeconds: $0).pitch }
                return (after.max() ?? 0) - motion.pose(atSeconds: start - 0.15).pitch
            }
        }
        #expect(dips.reduce(0, +) / Float(dips.count) > 0.02)
    }

    /// One phrase on one tone, whose last 300 ms rise or fall by so many semitones.
    private func phrase(finalRise: Float) throws -> Prosody {
        var samples = [Float](repeating: 0, count: 4 * 16_000)
        var angle: Float = 0
        for index in 8_000..<40_000 {
            let gone = max(Float(index - 35_200) / 4_800, 0)
            angle += 2 * .pi * 140 * exp2(finalRise * gone / 12) / 16_000
            // A voice is rich in overtones.
            samples[index] = 0.3 * (sin(angle) + 0.6 * sin(2 * angle) + 0.4 * sin(3 * angle))
        }
        return try Prosody(of: AudioClip(samples: samples, sampleRateHz: 16_000))
    }

    @Test func aQuestionRaisesTheHeadAndTheBrows() throws {
        let (question, statement) = (try phrase(finalRise: 6), try phrase(finalRise: -4))
        #expect((question.phrases.first?.finalRise ?? 0) > 2.5 && (statement.phrases.first?.finalRise ?? 9) < 1)
        func after(_ prosody: Prosody) -> (pitch: Float, roll: Float, brow: Float) {
            let motions = seeds.map { HeadMotion(prosody: prosody, seconds: 6, seed: $0) }
            let poses = motions.map { $0.pose(atSeconds: 3.2) }
            let count = Float(seeds.count)
            return (
                poses.reduce(0) { $0 + $1.pitch } / count, poses.reduce(0) { $0 + abs($1.roll) } / count,
                motions.reduce(0) { $0 + $1.brow(atSeconds: 2.6) } / count
            )
        }
        let (asked, told) = (after(question), after(statement))
        #expect(asked.pitch < told.pitch - 0.015)
        #expect(asked.roll > told.roll + 0.008)
        #expect(asked.brow > told.brow + 0.5)
    }

    @Test func theHeadSettlesAfterItHasSpoken() throws {
        for seed in seeds {
            let motion = HeadMotion(prosody: try phrase(finalRise: -4), seconds: 6, seed: seed)
            #expect(abs(motion.pose(atSeconds: 4).yaw) < 0.04)
        }
    }

    @Test func livelinessScalesTheHeadAndNotTheBreath() {
        let (still, usual) = (motion(7, liveliness: 0).pose(atSeconds: 2), motion(7).pose(atSeconds: 2))
        #expect(still.yaw == 0 && still.pitch == 0 && still.roll == 0)
        #expect(usual.yaw != 0 && still.breath == usual.breath && still.breath > 0)
    }
}

@Suite("Eyes")
struct EyeTests {
    @Test(arguments: [1, 7, 42, 1855] as [UInt64]) func eyesLookAsideInLeapsAndComeBack(seed: UInt64) {
        let schedule = GazeSchedule(seconds: 20, seed: seed)
        let gazes = (0..<500).map { schedule.gaze(atSeconds: Double($0) / 25) }
        #expect(gazes[0] == .zero && gazes[499] == .zero)
        let reach = GazeSchedule.reach
        #expect(gazes.allSatisfy { abs($0.x) <= reach.x && abs($0.y) <= reach.y })
        let moving = zip(gazes, gazes.dropFirst()).filter { $0 != $1 }.count
        #expect((12...80).contains(moving), "eyes rest most of the time")
        #expect(gazes.contains { abs($0.x) > 0.5 * reach.x })
    }

    @Test func theIrisMovesAndTheCornersStay() {
        let rig = FaceRig(
            landmarks: SampleFace.landmarks(centre: Point(360, 300)), depths: SampleFace.depths(),
            pictureSize: Point(720, 720))
        let seen = rig.seen([0.02, 0])
        for eye in FaceTopology.eyes {
            #expect(seen[eye.outerCorner] == rig.mesh.rest[eye.outerCorner])
            #expect(seen[eye.innerCorner] == rig.mesh.rest[eye.innerCorner])
            let middle = eye.upperLid[3]
            #expect(rig.mesh.rest[middle].x - seen[middle].x > 0.015 * rig.mesh.frame.unit)
        }
    }

    /// A black brow right above the eyes is not drawn over them.
    @Test func aShutLidShowsSkin() {
        let landmarks = SampleFace.landmarks(centre: Point(240, 210), scale: 0.9)
        let mesh = FaceMesh(landmarks: landmarks)
        var pixels = [UInt8](repeating: 180, count: 480 * 480 * 3)
        for eye in FaceTopology.eyes {
            for index in eye.upperLid.indices {
                let (lid, crease) = (mesh.rest[eye.upperLid[index]], mesh.rest[eye.crease[index]])
                for y in Int(crease.y) - 4..<Int(lid.y) - 1 {
                    for x in Int(lid.x) - 4...Int(lid.x) + 4 {
                        for channel in 0..<3 { pixels[(y * 480 + x) * 3 + channel] = 10 }
                    }
                }
            }
        }
        let rig = FaceRig(
            landmarks: landmarks, depths: SampleFace.depths(scale: 0.9), pictureSize: Point(480, 480))
        let portrait = Portrait(
            image: Image(width: 480, height: 480, pixels: pixels), rig: rig,
            matte: Plane(width: 480, height: 480, repeating: 1))
        let renderer = portrait.renderer()
        var canvas = FrameCanvas(renderer.layers)
        var pose = FacePose()
        pose.expression[.blink] = 1
        renderer.draw(pose, on: &canvas)
        for eye in FaceTopology.eyes {
            let (upper, lower) = (mesh.rest[eye.upperLid[3]], mesh.rest[eye.lowerLid[3]])
            let place = upper * 0.4 + lower * 0.6
            #expect(canvas.frame.luma[Int(place.y) * 480 + Int(place.x)] > 130)
        }
    }
}
