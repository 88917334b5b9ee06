import AuroraFiles
import AuroraTesting
import Foundation
import RenderTesting
import Testing

/// `aurora serve`, the real program with the real renderer, over loopback.
@Suite(.serialized) struct ServeTests {
    private static let id = "0d8b8a2e-7b0b-4d66-9b4e-5f0d7f5a8c11"

    @Test func videoIsMadeServedAndPriced() async throws {
        let server = try ServeProcess()
        #expect(try await server.send("[\(ServeProcess.task(Self.id))]").status == 200)
        let answer = try await server.result(of: Self.id)
        let item = try #require(answer.items.first, "\(answer.text)")
        // 1.2 seconds begin a second one.
        #expect(item["status"] == "success" && item["cost"] == "0.14", "\(answer.text)")
        let url = try #require(item["videoURL"])
        let (status, headers, video) = try await server.get(url)
        #expect(status == 200 && headers["content-type"] == "video/mp4" && headers["accept-ranges"] == "bytes")
        #expect(video.dropFirst(4).prefix(4) == Data("ftyp".utf8))
        let (partial, about, part) = try await server.get(url, ["Range": "bytes=4-7"])
        #expect(partial == 206 && part == Data("ftyp".utf8))
        #expect(about["content-range"] == "bytes 4-7/\(video.count)")
        #expect(try await server.get(url, ["Range": "bytes=\(video.count)-"]).0 == 416)
        #expect(try await server.get(url, ["If-None-Match": headers["etag"] ?? ""]).0 == 304)
        #expect(try await server.get("/media/..%2f..%2fkeys").0 == 404)
        #expect(server.stop() == 0)
    }

    @Test func whoIsAnsweredBeforeItIsDoneGetsTheAnswer() async throws {
        let server = try ServeProcess()
        let script = Workbench.project.appending(path: "Tests/EndToEndTests/Clients/answered_early.py").path
        let ending = try await Workbench(in: server.folder).run(
            "/usr/bin/python3", list: [script, String(server.port)])
        #expect(ending.output == "done\n", "\(ending.messages)")
    }

    @Test func sameRequestGivesTheSameBytes() async throws {
        let server = try ServeProcess()
        let other = "c734d6e1-a1b2-45a5-9deb-aec768e1e1c3"
        _ = try await server.send("[\(ServeProcess.task(Self.id)),\(ServeProcess.task(other))]")
        var videos: [Data] = []
        for id in [Self.id, other] {
            videos.append(
                try await server.get(try #require(try await server.result(of: id).items.first?["videoURL"])).2)
        }
        #expect(videos[0] == videos[1])
    }

    @Test func whoHasNoKeyOrAnotherGetsNothing() async throws {
        let server = try ServeProcess()
        let ping = #"[{"taskType":"ping"}]"#
        let none = try await server.send(ping, key: nil)
        #expect(none.status == 401 && none.errors.first?["code"] == "missingApiKey")
        let wrong = try await server.send(ping, key: "key-of-nobody")
        #expect(wrong.status == 401 && wrong.errors.first?["code"] == "invalidApiKey")
        #expect(!wrong.text.contains("key-of-nobody"))
        let inBody = #"[{"taskType":"authentication","apiKey":"\#(ServeProcess.key)"},{"taskType":"ping"}]"#
        #expect(try await server.send(inBody, key: nil).text == #"{"data":[{"pong":true,"taskType":"ping"}]}"#)
        _ = try await server.send("[\(ServeProcess.task(Self.id))]")
        let stranger = try await server.send(ServeProcess.question(Self.id), key: ServeProcess.otherKey)
        #expect(stranger.status == 404)
    }

    @Test func pageIsServedAndHearsOfTasks() async throws {
        let server = try ServeProcess()
        for (path, type) in [("/", "text/html"), ("/page.css", "text/css"), ("/page.js", "text/javascript")] {
            let (status, headers, body) = try await server.get(path)
            #expect(status == 200 && headers["content-type"] == "\(type); charset=utf-8" && !body.isEmpty)
            #expect(headers["content-security-policy"]?.contains("default-src 'none'") == true)
        }
        #expect(try await server.get("/events").0 == 401)
        #expect(try await server.get("/events", ["Authorization": "Bearer key-of-nobody"]).0 == 401)
        async let events = server.get("/events", ["Authorization": "Bearer \(ServeProcess.key)"])
        // Two requests are being answered: this one, and the page's that listens.
        try await server.waits("aurora_serve_requests 2")
        _ = try await server.send("[\(ServeProcess.task(Self.id))]")
        _ = try await server.result(of: Self.id)
        // A page that listens does not keep it from ending, and hears everything that was.
        #expect(server.stop() == 0)
        let (status, headers, body) = try await events
        #expect(status == 200 && headers["content-type"] == "text/event-stream")
        let text = String(decoding: body, as: UTF8.self)
        let documents = text.components(separatedBy: "\n\n").filter { $0.hasPrefix("data: ") }
        #expect(documents.first?.contains(#""tasks":[]"#) == true, "\(text)")
        #expect(documents.last?.contains(#""state":"made""#) == true, "\(text)")
    }

    @Test(.enabled(if: InstalledEngine.hasSafety, "the safety check is not installed"), arguments: ["fast", "full"])
    func flaggedContentIsToldAndNothingOfItKept(_ mode: String) async throws {
        let server = try ServeProcess()
        let cross = Picture.png(width: 256, height: 256) { SkinCross.colour($0, $1) }
        let safety = #""safety":{"checkContent":true,"mode":"\#(mode)"},"numberResults":2,"#
        #expect(try await server.send("[\(ServeProcess.task(Self.id, picture: cross, more: safety))]").status == 200)
        let answer = try await server.result(of: Self.id)
        #expect(answer.status == 200 && answer.items.isEmpty && answer.errors.count == 2, "\(answer.text)")
        for error in answer.errors {
            #expect(error["code"] == "nsfwContentDetected" && error["status"] == "error", "\(answer.text)")
            #expect(answer.text.contains(#""NSFWContent":true"#) && error["taskUUID"] == Self.id, "\(answer.text)")
        }
        #expect(try Files.names(in: server.data + "/media").isEmpty)
        // What passes says so.
        let other = "c734d6e1-a1b2-45a5-9deb-aec768e1e1c3"
        _ = try await server.send("[\(ServeProcess.task(other, more: safety))]")
        let passed = try await server.result(of: other)
        #expect(passed.text.contains(#""NSFWContent":false"#) && passed.errors.isEmpty, "\(passed.text)")
    }

    @Test func workspaceIsShownAsItChanges() async throws {
        let bench = try await Workbench(scenes: ["hello", "other"])
        #expect(try await bench.aurora("build", "hello").status == 0)
        try bench.replace("kindly", with: "sternly", in: "scenes/other/scene.yaml")
        let server = try ServeProcess("--workspace", bench.folder.path)
        let first = try await server.event(#""state":"missing""#)
        #expect(first.contains(#""id":"hello","milliseconds":1200,"state":"current","video":"/workspace/"#), "\(first)")
        #expect(first.contains(#""detail":"never built","id":"other","state":"missing"}"#), "\(first)")
        let video = try #require(first.firstMatch(of: #/"video":"([^"?]*)/#)?.1)
        let bytes = Data(try bench.bytes("out/draft/hello.mp4"))
        let (status, headers, whole) = try await server.get(String(video))
        #expect(status == 200 && whole == bytes && headers["content-type"] == "video/mp4")
        let (partial, _, part) = try await server.get(String(video), ["Range": "bytes=4-7"])
        #expect(partial == 206 && part == bytes[4..<8])
        // What is not told is not served: neither with another token, nor beside it, nor out of the folder.
        let name = try #require(video.split(separator: "/").last)
        for path in [
            "/workspace/\(name)", "/workspace/0/\(name)", "\(video)/../aurora.yaml",
            "\(video.dropLast(name.count))x.mp4",
        ] {
            #expect(try await server.get(path.replacing("/../", with: "/..%2f")).0 == 404, "\(path)")
        }
        // A mistake is told, and then what came of the change.
        try bench.write("scenes/other/scene.yaml", "image: portrait.jpg\nimagine: x\n")
        #expect(try await server.event("scenes/other/scene.yaml:2").contains("imagine"))
        try bench.addScene("other", prompt: "Somebody else")
        try bench.replace("seed: 3", with: "seed: 4", in: "scenes/hello/scene.yaml")
        #expect(try await server.event(#""state":"changed""#).contains(#""detail":"seed""#))
        // A link out of the folder of outputs leads nowhere.
        try Files.remove(bench.folder.path("out/draft/hello.mp4"))
        try bench.write("out/draft/hello.mp4.txt", "")
        try FileManager.default.createSymbolicLink(
            atPath: bench.folder.path("out/draft/hello.mp4"), withDestinationPath: bench.folder.path("aurora.yaml"))
        #expect(try await server.get(String(video)).0 == 404)
        #expect(server.stop() == 0)
    }

    @Test func metricsAreForAKeyBeyondThisMachine() async throws {
        let own = try ServeProcess()
        #expect(try await own.get("/metrics").0 == 200)
        let proxied = try ServeProcess("--public-url", "https://example.com")
        #expect(try await proxied.get("/metrics").0 == 401)
        #expect(try await proxied.get("/metrics", ["Authorization": "Bearer \(ServeProcess.key)"]).0 == 200)
        #expect(try await proxied.get("/healthz").0 == 200)
    }

    /// Killed while it works, over and over: each task is done once, by the name that it had.
    @Test func killedServerGoesOnWithItsTasks() async throws {
        let server = try ServeProcess()
        let ids = (0..<3).map { "c734d6e1-a1b2-45a5-9deb-aec768e1e1c\($0)" }
        for id in ids { #expect(try await server.send("[\(ServeProcess.task(id))]").status == 200) }
        let named = try await server.send(ServeProcess.question(ids[2])).items.first?["videoUUID"]
        for _ in 0..<3 {
            try await Task.sleep(for: .milliseconds(400))
            try server.killAndRestart()
        }
        for id in ids {
            let answer = try await server.result(of: id)
            #expect(answer.items.first?["status"] == "success", "\(answer.text)")
        }
        #expect(try await server.result(of: ids[2]).items.first?["videoUUID"] == named)
        #expect(try Files.names(in: server.data + "/media").count == 3)
        #expect(try Files.names(in: server.data + "/inputs").isEmpty)
    }

    @Test func addressesOfThisMachineAreCalledOnlyWhereAllowed() async throws {
        let target = try ServeProcess()
        let server = try ServeProcess()
        let task = { (url: String, id: String) in
            """
            [{"taskType":"videoInference","taskUUID":"\(id)","model":"creatify:aurora@fast",\
            "inputs":{"image":"\(url)","audio":"\(url)"}}]
            """
        }
        let refused = try await server.send(task("http://127.0.0.1:\(target.port)/healthz", Self.id))
        #expect(refused.status == 400)
        #expect(refused.errors.map { $0["code"] } == ["failedToTransferImage", "failedToTransferAudio"])
        // By a name that nobody can tell before it is looked up, too.
        let named = "c734d6e1-a1b2-45a5-9deb-aec768e1e1c3"
        _ = try await server.send(task("https://[::ffff:127.0.0.1]/x", named))
        #expect(try await server.result(of: named).errors.first?["code"] == "failedToTransferImage")
        #expect(try await target.get("/metrics").2.range(of: Data("status=\"200\"".utf8)) == nil)
    }

    /// Aurora's own provider, pointed at it: a paid build, for nothing.
    @Test func paidBuildOfAWorkspaceGoesByIt() async throws {
        let server = try ServeProcess()
        let bench = try await Workbench(scenes: ["baker", "botanist"])
        try bench.replace(
            "prompt: A baker speaks kindly", with: "prompt: Somebody else", in: "scenes/botanist/scene.yaml")
        try bench.write(
            "aurora.yaml",
            """
            name: bench
            defaults: {settings: {size: 480p, quality: 60}}
            profile: draft
            profiles: {draft: {provider: embedded}, final: {provider: runware}}

            """)
        try await bench.commitAll()
        let environment = [
            "RUNWARE_BASE_URL": server.url, "RUNWARE_API_KEY": ServeProcess.key,
            "XDG_STATE_HOME": server.folder.path("state"),
        ]
        let built = try await bench.aurora(
            arguments: ["build", "--profile", "final", "--max-cost", "1"], environment: environment)
        #expect(built.status == 0, "\(built.messages)")
        #expect(built.messages.contains("2 made"), "\(built.messages)")
        #expect(try bench.exists("out/final/baker.mp4") && bench.exists("out/final/botanist.mp4"))
        let again = try await bench.aurora(
            arguments: ["build", "--profile", "final", "--max-cost", "1"], environment: environment)
        #expect(again.messages.contains("nothing to do"), "\(again.messages)")
    }
}
