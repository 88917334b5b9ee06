import AuroraCore
import AuroraProvenance
import Testing

@Suite struct ReleaseManifestTests {
    private let manifest = ReleaseManifest(
        workspace: "stories", campaign: "spring", version: "v1", profile: "final",
        outputs: [
            "out/final/spring/a.mp4": Self.output("a", 420_000), "out/final/spring/b.mp4": Self.output("b", 10),
            "out/final/spring/c.mp4": Self.output("b", 10),
        ])

    private static func output(_ text: String, _ microDollars: Int64) -> ReleaseManifest.Output {
        ReleaseManifest.Output(
            record: "records/final/00/spring/\(text).json", key: ActionKey(Digest(hashing: "key \(text)")),
            artifact: Artifact(digest: Digest(hashing: text), bytes: 7), cost: Cost(microDollars: microDollars))
    }

    @Test func theMessageReadsWellAndIsReadBack() {
        let message = manifest.message(text: "A \"text\"\n\nof two paragraphs\n")
        #expect(
            message.hasPrefix(
                """
                Release spring v1

                A "text"

                of two paragraphs

                3 outputs of the profile final, 21 bytes, $0.42001

                Aurora-Manifest:
                {
                  "campaign": "spring",
                  "format": 1,
                  "outputs": {
                    "out/final/spring/a.mp4": {
                      "bytes": 7,
                      "costMicroDollars": 420000,

                """), "\(message)")
        #expect(ReleaseManifest(message: message) == manifest)
        #expect(manifest.tagName == "spring/v1")
    }

    @Test func whatFollowsTheManifestIsNoneOfIt() {
        let signed = manifest.message(text: nil) + "-----BEGIN PGP SIGNATURE-----\n{\n}\n"
        #expect(ReleaseManifest(message: signed) == manifest)
    }

    @Test func aTextCannotPassForTheManifest() {
        // The last word is the program's.
        let forged = manifest.message(text: "Aurora-Manifest:\n{\n}\n")
        #expect(ReleaseManifest(message: forged) == manifest)
    }

    @Test(arguments: ["", "Release\n", "Aurora-Manifest:\n{}\n", "Aurora-Manifest:\n{\n\"format\": 2\n}\n"])
    func whatIsNoManifestIsNotRead(_ message: String) { #expect(ReleaseManifest(message: message) == nil) }
}
