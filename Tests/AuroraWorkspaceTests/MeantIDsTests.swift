import AuroraWorkspace
import Testing

@Suite struct MeantIDsTests {
    @Test(arguments: [
        "scenes/hello", "./scenes/hello", "scenes/hello/", "scenes/hello.yaml", "scenes/hello/scene.yaml", "hello.yaml",
        "./hello", "hello/scene.yaml", "/work/space/scenes/hello/scene.yaml", "scenes/../scenes/hello",
        "scenes/hello/portrait.jpg", "out/draft/hello.mp4", "records/draft/2c/hello.json",
        "records/pins/draft/hello.pin", "hello.poster", "out/draft/hello.t2.webm", "scenes/helo", "helo",
        "scenes/hlelo.yaml",
    ])
    func thePathOfAFileStandsForItsScene(_ word: String) {
        let hint = MeantIDs.hint(for: word, in: "/work/space", among: ["hello", "farewell"]) { $0 == "hello" }
        #expect(hint == "did you mean `hello`?")
    }

    @Test(arguments: [
        "scenes/en/hello.yaml", "en/hello/scene.yaml", "out/final/en/hello.mp4", "records/draft/9a/en/hello.json",
    ])
    func foldersOfScenesArePartOfTheID(_ word: String) {
        let hint = MeantIDs.hint(for: word, in: "/work/space", among: ["en/hello", "hello"]) {
            ["en/hello", "en"].contains($0)
        }
        #expect(hint == "did you mean `en/hello`?")
    }

    @Test(arguments: ["campaigns/spring.yaml", "campaigns/spring/campaign.yaml", "campaigns/spring"])
    func theFileOfACampaignStandsForTheCampaign(_ word: String) {
        #expect(MeantIDs.hint(for: word, in: "/w", among: []) { $0 == "spring" } == "did you mean `spring`?")
    }

    @Test func ofSeveralThatAreAsNearAllAreNamed() {
        let names = ["line-a", "line-b", "line-c", "line-d", "other"]
        #expect(
            MeantIDs.hint(for: "line-x", in: "/w", among: names) { _ in false }
                == "did you mean `line-a`, `line-b` or `line-c`?")
        #expect(MeantIDs.hint(for: "../..", in: "/w", among: names) { _ in true } == nil)
        #expect(MeantIDs.hint(for: "nothing like it", in: "/w", among: names) { _ in false } == nil)
    }
}
