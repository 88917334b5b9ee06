import AuroraCore
import AuroraWorkspace
import Testing

/// `face`.
@Suite struct FaceChoiceTests {
    private func face(_ text: String) throws -> FaceChoice? {
        try TestLoad([
            "aurora.yaml": "name: w\n", "scenes/p.png": "p", "scenes/a.wav": "w",
            "scenes/a.yaml": "image: p.png\naudio: a.wav\n\(text)\n",
        ]).load().workspace.scenes[0].face?.value
    }

    private func problems(_ text: String) throws -> [String] {
        do {
            _ = try face(text)
            return []
        } catch let error as DiagnosticsError {
            return error.diagnostics.map { "\($0.span?.location ?? ""): \($0.problem)" }
        }
    }

    @Test func itIsAPlaceOrEyesAndAMouth() throws {
        #expect(try face("prompt: hello") == nil)
        #expect(try face("face: {at: [0.7, 1]}") == .at(PicturePoint(x: 7000, y: 10_000)))
        #expect(
            try face("face: {eyes: [[0.42, 0.40], [0.58, 0.4]], mouth: [.5, 0.6251]}")
                == .drawn(
                    leftEye: PicturePoint(x: 4200, y: 4000), rightEye: PicturePoint(x: 5800, y: 4000),
                    mouth: PicturePoint(x: 5000, y: 6251)))
    }

    @Test func itHasOneSpelling() throws {
        #expect(try face("face: {at: [.7, 1.000]}")?.text == "at 0.7000,1.0000")
        #expect(
            try face("face: {mouth: [0.5, 0.62], eyes: [[0.42, 0.4], [0.58, 0.40]]}")?.text
                == "eyes 0.4200,0.4000 0.5800,0.4000 mouth 0.5000,0.6200")
    }

    @Test(arguments: [
        ("face: {}", "3:7: `face` says nothing"), ("face: left", "3:7: `face` must be a mapping, not a value"),
        ("face: {at: [0.5]}", "3:12: a point of `at` must be two numbers"),
        ("face: {at: [0.5, 1.2]}", "3:18: a point of `at` must have numbers from 0 to 1, not `1.2`"),
        ("face: {at: [0.5, 0.12345]}", "3:18: a point of `at` must have numbers from 0 to 1, not `0.12345`"),
        ("face: {eyes: [[0.4, 0.4], [0.6, 0.4]]}", "3:7: `face` needs both `eyes` and `mouth`"),
        ("face: {eyes: [0.4, 0.4], mouth: [0.5, 0.6]}", "3:15: a point of `eyes` must be two numbers"),
        ("face: {eyes: [[0.4, 0.4]], mouth: [0.5, 0.6]}", "3:14: `eyes` must be two points"),
        (
            "face: {eyes: [[0.6, 0.4], [0.4, 0.4]], mouth: [0.5, 0.6]}",
            "3:7: `face` has no face: its eyes must be beside each other, above its mouth"
        ),
        (
            "face: {at: [0.5, 0.5], eyes: [[0.4, 0.4], [0.6, 0.4]], mouth: [0.5, 0.6]}",
            "3:7: `face` says where the face is in two ways"
        ),
        ("face: {nose: [0.5, 0.5]}", "3:8: `face` has no key `nose`"),
    ]) func everyMistakeIsToldAtItsPlace(text: String, expected: String) throws {
        #expect(try problems(text).first == "scenes/a.yaml:" + expected)
    }
}
