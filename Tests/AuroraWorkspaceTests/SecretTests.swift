import AuroraCore
import AuroraWorkspace
import Testing

@Suite struct SecretTests {
    private func load(_ settings: String) throws -> Settings {
        try #require(try AuroraWorkspaceTests.load(files(settings)).workspace.scenes.first?.settings)
    }

    private func files(_ settings: String) -> [String: String] {
        var files = LoadWorkspaceTests.minimal
        files["scenes/a.yaml"] = "image: portrait.jpg\naudio: line.wav\nsettings: {\(settings)}\n"
        return files
    }

    @Test func aSecretIsNeverPrinted() {
        let secret = Secret("rw_CANARY")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), "\([secret])", "\(Optional(secret) as Any)", dumped] {
            #expect(text.contains("<redacted>") && !text.contains("CANARY"), "\(text)")
        }
        #expect(secret.revealed == "rw_CANARY")
    }

    @Test func aVariableIsAskedForWhenItIsNeeded() throws {
        let webhook = try #require(try load("webhookURL: {env: HOOK}").hosted.webhookURL)
        #expect(try webhook.secret(["HOOK": "https://a/?token=1"]).revealed == "https://a/?token=1")
        for variables in [[:], ["HOOK": ""]] {
            let error = #expect(throws: DiagnosticsError.self) { try webhook.secret(variables) }
            #expect(error?.diagnostics.first?.span?.location == "scenes/a.yaml:3:24")
            #expect(error?.diagnostics.first?.problem == "the environment variable `HOOK` is not set")
        }
    }

    @Test(arguments: [
        "https://u:p@example.com/", "https://example.com/?token=abc", "https://s3/?X-Amz-Signature=1",
        "https://example.com/?a=1&api_key=2", "http://example.com/", "ftp://x",
    ])
    func aSecretWrittenOutIsRefused(_ url: String) throws {
        #expect(try TestLoad(files("uploadEndpoint: \"\(url)\"")).problems().count == 1)
    }

    @Test func whatIsNoSecretMayBeWrittenOut() throws {
        let hosted = try load("webhookURL: \"https://example.com/hook?scene=a\", ttl: 60, includeCost: true").hosted
        #expect(try hosted.webhookURL?.secret([:]).revealed == "https://example.com/hook?scene=a")
        #expect(hosted.ttl?.value == 60 && hosted.includesCost?.value == true)
        #expect(hosted.names == ["ttl", "includeCost", "webhookURL"])
    }

    @Test(arguments: ["{env: \"A B\"}", "{env: 1A}", "{evn: A}", "{}", "{env: }"])
    func aNameThatNoVariableHasIsRefused(_ value: String) throws {
        #expect(try !TestLoad(files("webhookURL: \(value)")).problems().isEmpty)
    }
}
