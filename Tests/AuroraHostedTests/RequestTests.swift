import AuroraCore
import AuroraHosted
import AuroraWorkspace
import Testing

struct RequestTests {
    private func request(prompt: String = "A baker", take: Int = 1) -> GenerationRequest {
        GenerationRequest(
            model: "creatify:aurora@fast", prompt: prompt, cfgScaleHundredths: 160, format: .mp4, quality: 95,
            safety: .none, image: Digest(hashing: "image"), audio: Digest(hashing: "audio"), take: take)
    }

    /// Worked out by a second implementation (Python's hashlib), since paid results are found by it for ever.
    @Test func theKeyIsFrozen() {
        #expect(request().key.description == "98fd888ebfb60f58d465ee909b8c0eaf42aa5f83f6f42cc3ab866c2a7666198e")
    }

    @Test func theNameOfATaskIsFrozen() throws {
        let key = RequestKey(Digest(hashing: "request"))
        let id = TaskID(TeamKey(Secret("team key")), provider: "runware", request: key, attempt: 0)
        #expect(id.text == "a59687d0-da19-4a04-af09-d0db489f3079")
        #expect(TaskID(id.text.uppercased()) == id)
        #expect(id.text.split(separator: "-")[2].first == "4")
        #expect("89ab".contains(try #require(id.text.split(separator: "-")[3].first)))
    }

    @Test func eachAttemptAndTeamHasNamesOfItsOwn() {
        let key = request().key
        let team = TeamKey(Secret("one"))
        let names = [
            TaskID(team, provider: "runware", request: key, attempt: 0),
            TaskID(team, provider: "runware", request: key, attempt: 1),
            TaskID(team, provider: "other", request: key, attempt: 0),
            TaskID(team, provider: "runware", request: request(take: 2).key, attempt: 0),
            TaskID(TeamKey(Secret("two")), provider: "runware", request: key, attempt: 0),
            TaskID(TeamKey(fromAPIKey: Secret("one")), provider: "runware", request: key, attempt: 0),
        ]
        #expect(Set(names).count == names.count)
    }

    @Test func whatIsNoUUIDIsRefused() {
        for text in ["", "c734d6e1", "c734d6e1-a1b2-45a5-9deb-aec768e1e1cg", "c734d6e1a1b245a59debaec768e1e1c3"] {
            #expect(TaskID(text) == nil)
        }
    }

    /// Test case 2 and 6 of RFC 4231.
    @Test func messagesAreAuthenticatedAsTheStandardSays() {
        #expect(
            Digest(authenticating: "what do ya want for nothing?".utf8, with: "Jefe".utf8).hexadecimal
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(
            Digest(
                authenticating: "Test Using Larger Than Block-Size Key - Hash Key First".utf8,
                with: [UInt8](repeating: 0xAA, count: 131)
            ).hexadecimal == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }
}

struct PriceTests {
    private let price = Price(
        model: "m", perSecond: Cost(microDollars: 70_000), since: "2025-09-10", source: "a test")

    @Test(arguments: [(14_000, 980_000), (11_000, 770_000), (18_000, 1_260_000), (10_001, 770_000), (1, 70_000)])
    func secondsCountFromTheirBeginning(milliseconds: Int, microDollars: Int64) {
        #expect(price.estimate(milliseconds: milliseconds) == Cost(microDollars: microDollars))
    }

    /// A second more is put aside where the sound ends within a tenth of a second of the next one.
    @Test(arguments: [(13_800, 14), (13_899, 14), (13_900, 14), (13_901, 15), (14_000, 15), (14_001, 15)])
    func whatIsPutAsideCoversAnotherMeasure(milliseconds: Int, seconds: Int64) {
        #expect(price.reservation(milliseconds: milliseconds) == Cost(microDollars: seconds * 70_000))
    }

    @Test func theUsersPricesCount() throws {
        let own = Price(
            model: "creatify:aurora@fast", perSecond: Cost(microDollars: 1), since: "2026-01-01", source: "me")
        #expect(PriceTable(overriding: [own])["creatify:aurora@fast"] == own)
        #expect(PriceTable()["creatify:aurora@0"]?.perSecond == Cost(microDollars: 140_000))
        #expect(PriceTable()["unknown"] == nil)
    }
}
