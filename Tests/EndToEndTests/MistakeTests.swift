import AuroraFiles
import AuroraTesting
import Testing

/// What is wrong with the inputs, told at the scene's line.
@Suite struct MistakeTests {
    @Test func aPictureWithoutAFaceIsAnErrorAtItsLine() async throws {
        let bench = try await Workbench()
        try bench.folder.write(Picture.gradient(width: 320, height: 320), to: "scenes/hello/portrait.bmp")
        try bench.replace("portrait.jpg", with: "portrait.bmp", in: "scenes/hello/scene.yaml")
        try await expect(bench, "no face", at: "scenes/hello/scene.yaml:1:8")
    }

    @Test func silentSoundIsAnErrorAtItsLine() async throws {
        let bench = try await Workbench()
        try bench.folder.write(Wave.silence(seconds: 1), to: "scenes/hello/line.wav")
        try await expect(bench, "scenes/hello/line.wav", at: "scenes/hello/scene.yaml:2:8")
    }

    @Test(arguments: [("portrait.jpg", "1:8"), ("line.wav", "2:8")])
    func aCorruptFileIsAnErrorAtItsLine(_ name: String, _ place: String) async throws {
        let bench = try await Workbench()
        try bench.write("scenes/hello/\(name)", "this is neither a picture nor a sound")
        try await expect(bench, "scenes/hello/\(name)", at: "scenes/hello/scene.yaml:\(place)")
    }

    @Test(arguments: [("portrait.jpg", "1:8"), ("line.wav", "2:8")])
    func anAbsentFileIsAnErrorAtItsLineBeforeAnythingRuns(_ name: String, _ place: String) async throws {
        let bench = try await Workbench()
        try Files.remove(bench.folder.path("scenes/hello/\(name)"))
        let built = try await bench.aurora("build")
        #expect(built.status == 2)
        #expect(built.messages.contains("scenes/hello/scene.yaml:\(place)"), "\(built.messages)")
        #expect(try !bench.exists("out") && !bench.exists(".aurora"), "nothing is written")
    }

    @Test func whatFailedIsSaidByStatus() async throws {
        let bench = try await Workbench()
        try bench.folder.write(Wave.silence(seconds: 1), to: "scenes/hello/line.wav")
        #expect(try await bench.aurora("build").status == 1)
        #expect(try await bench.aurora("status").output.hasPrefix("failed   hello"))
    }

    @Test func wrongUsageEndsWithStatusTwo() async throws {
        let bench = try await Workbench()
        #expect(try await bench.aurora("build", "--bogus").status == 2)
        #expect(try await bench.aurora("build", "helo").messages.contains("did you mean `hello`?"))
        #expect(try await bench.aurora("build", "--profile", "finale").status == 2)
        #expect(try await bench.aurora("frobnicate").status == 2)
        #expect(try await bench.aurora("build", "-j", "0").status == 2)
        #expect(try await bench.aurora("--help").status == 0)
    }

    @Test(arguments: ["build", "diff", "status", "watch", "log", "schema --write"])
    func aFolderThatIsNotThereIsWrongUsage(_ command: String) async throws {
        let bench = try await Workbench()
        let words = command.split(separator: " ").map(String.init)
        let absent = try await bench.aurora(arguments: words + ["-C", "nowhere"])
        #expect(absent.status == 2 && absent.messages.hasPrefix("error: there is no folder `"), "\(absent.messages)")
        let file = try await bench.aurora(arguments: words + ["-C", "aurora.yaml"])
        #expect(file.status == 2 && file.messages.contains("aurora.yaml` is not a folder\n"), "\(file.messages)")
    }

    @Test func aRendererThatIsNotThereIsToldBeforeAnythingRuns() async throws {
        let bench = try await Workbench()
        let variables = ["AURORA_RENDER": "/nowhere/aurora-render"]
        let told = """
            error: `AURORA_RENDER` names `/nowhere/aurora-render`, and there is no such file
            hint: name the renderer's program, or unset `AURORA_RENDER`

            """
        let built = try await bench.aurora("build", environment: variables)
        #expect(built.status == 2 && built.messages == told, "\(built.messages)")
        #expect(try !bench.exists("out"))
        #expect(try await bench.aurora("diff", environment: variables).messages == told)
        let doctor = try await bench.aurora("doctor", environment: variables)
        #expect(doctor.status == 1 && doctor.output.contains("and there is no such file"), "\(doctor.output)")
        // Who has nothing to render needs no renderer.
        #expect(try await bench.aurora("build").status == 0)
        #expect(try await bench.aurora("build", environment: variables).status == 0)
        #expect(try await bench.aurora("build", "hello", environment: variables).status == 0)
    }

    @Test(arguments: [
        "build", "diff", "status", "explain", "graph", "preview", "pin", "pin --remove", "commit", "export", "log",
        "verify", "restore HEAD", "diff HEAD", "release",
    ])
    func aPathInThePlaceOfAnIDIsAnsweredByTheID(_ command: String) async throws {
        let bench = try await Workbench()
        try await bench.commitAll()
        try await bench.git("config", "user.name", "Test")
        // A record is all that the commands about history need.
        let record = "records/draft/2c/hello.json"
        try bench.write(record, try Self.record(of: bench))
        try await bench.git("add", "records")
        try await bench.git("commit", "--quiet", "--message", "Record")
        let words = command.split(separator: " ").map(String.init)
        for typed in ["scenes/hello", "./scenes/hello.yaml", "scenes/hello/scene.yaml", record, "helo"] {
            let version = command == "release" ? ["v1"] : []
            let ending = try await bench.aurora(arguments: words + [typed] + version)
            #expect(ending.status == 2, "\(command) \(typed)")
            #expect(
                ending.messages.contains("hint: did you mean `hello`?\n"), "\(command) \(typed): \(ending.messages)")
        }
    }

    /// A record of `hello`, as far as it is one.
    private static func record(of bench: Workbench) throws -> String {
        let zeros = String(repeating: "0", count: 64)
        return """
            {"costMicroDollars":0,"format":1,"inputs":{},"key":"\(zeros)","output":{"bytes":1,"sha256":"\(zeros)"},"parameters":{},\
            "provider":{"engine":"","model":"","name":"embedded"},"scene":"hello","take":1}

            """
    }

    @Test func theNumberOfCommitsIsAskedForByItsOption() async throws {
        let bench = try await Workbench()
        let ending = try await bench.aurora("log", "-5")
        #expect(ending.status == 2 && ending.messages.hasPrefix("error: unknown option '-5'\n"), "\(ending.messages)")
        #expect(ending.messages.hasSuffix("hint: write `-n 5`\n"), "\(ending.messages)")
    }

    @Test func aMisspeltCommandIsAnsweredByTheOneThatWasMeant() async throws {
        let workbench = try await Workbench()
        let ending = try await workbench.aurora("buidl")
        #expect(ending.status == 2 && ending.messages.hasSuffix("hint: write `aurora build`\n"), "\(ending.messages)")
        let other = try await workbench.aurora("frobnicate")
        #expect(other.status == 2 && !other.messages.contains("hint"), "\(other.messages)")
    }

    @Test func twoRevisionsAreWrittenAsOneWord() async throws {
        let bench = try await Workbench()
        try await bench.commitAll()
        try await bench.git("commit", "--quiet", "--allow-empty", "--message", "Again")
        for command in ["diff", "log"] {
            let ending = try await bench.aurora(command, "HEAD~1", "HEAD")
            #expect(ending.status == 2)
            #expect(
                ending.messages
                    == "error: `HEAD` is a revision, and no scene\nhint: write both as one: `HEAD~1..HEAD`\n",
                "\(ending.messages)")
        }
    }

    @Test func aWorkspaceIsNotMadeInsideAnother() async throws {
        let bench = try await Workbench()
        for place in [".", "inside", "inside/deeper"] {
            let made = try await bench.aurora("init", place)
            #expect(made.status == 2, "\(place)")
            #expect(
                made.messages.contains(place == "." ? "already has `.gitignore`" : "is inside the workspace `"),
                "\(made.messages)")
        }
        #expect(try !bench.exists("inside"), "nothing is written")
    }

    @Test func everyCommandTellsItsOwnHelp() async throws {
        let bench = try await Workbench()
        for arguments in [["build", "--help"], ["build", "-h"], ["help", "build"]] {
            let help = try await bench.aurora(arguments: arguments)
            #expect(help.status == 0 && help.output.contains("--keep-going"), "\(arguments): \(help.output)")
        }
        #expect(try await bench.aurora("cache").output.contains("aurora cache verify"))
        #expect(try await bench.aurora("cache", "verify", "--help").output.contains("--sample"))
        #expect(try await bench.aurora().output.contains("HOUSEKEEPING"))
        #expect(try await bench.aurora("build", "-j1", "--dry-run").status == 0)
    }

    @Test func aLinkInPlaceOfAnOutputFolderIsRefused() async throws {
        let bench = try await Workbench()
        let elsewhere = try TemporaryFolder()
        try bench.folder.link("out", to: elsewhere.path)
        let built = try await bench.aurora("build")
        #expect(built.status == 2)
        #expect(built.messages.contains("`out` is a symbolic link"), "\(built.messages)")
        #expect(try Files.names(in: elsewhere.path) == [])
    }

    private func expect(_ bench: Workbench, _ problem: String, at place: String) async throws {
        let built = try await bench.aurora("build")
        #expect(built.status == 1)
        #expect(built.messages.contains(problem), "\(built.messages)")
        #expect(built.messages.contains("--> \(place)"), "\(built.messages)")
        #expect(try !bench.exists("out"), "no video appears")
    }
}

/// Pictures in the plainest format: Windows bitmaps with three bytes a pixel.
enum Picture {
    static func gradient(width: Int, height: Int) -> [UInt8] {
        bitmap(width: width, height: height) { column, row in [128, UInt8(column % 256), UInt8(row % 256)] }
    }

    /// `width` must be a multiple of 4; `colour` tells red, green and blue at a column and a row.
    static func bitmap(width: Int, height: Int, _ colour: (Int, Int) -> [UInt8]) -> [UInt8] {
        func little(_ value: Int, _ bytes: Int) -> [UInt8] {
            (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let length = width * height * 3
        let header: [UInt8] =
            Array("BM".utf8) + little(54 + length, 4) + little(0, 4) + little(54, 4) + little(40, 4) + little(width, 4)
            + little(height, 4) + little(1, 2) + little(24, 2) + little(0, 4) + little(length, 4) + little(2835, 4)
            + little(2835, 4) + little(0, 8)
        return header + (0..<height).flatMap { row in (0..<width).flatMap { colour($0, row).reversed() } }
    }

    /// A PNG picture that is not compressed (RFC 2083; RFC 1951, section 3.2.4); `colour` as for a bitmap.
    static func png(width: Int, height: Int, _ colour: (Int, Int) -> [UInt8]) -> [UInt8] {
        func big(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
        func chunk(_ kind: String, _ bytes: [UInt8]) -> [UInt8] {
            let named = Array(kind.utf8) + bytes
            var check: UInt32 = 0xFFFF_FFFF
            for byte in named {
                check ^= UInt32(byte)
                for _ in 0..<8 { check = check >> 1 ^ (check & 1 == 1 ? 0xEDB8_8320 : 0) }
            }
            return big(bytes.count) + named + big(Int(~check))
        }
        var data: [UInt8] = [0x78, 0x01]
        var (low, high) = (1, 0)
        for row in 0..<height {
            var line: [UInt8] = [0]
            for column in 0..<width { line += colour(column, row) }
            for byte in line {
                low = (low + Int(byte)) % 65_521
                high = (high + low) % 65_521
            }
            // Each row a block of its own, stored as it is: its length, and that with all bits turned.
            let length = UInt16(line.count)
            data.append(row == height - 1 ? 1 : 0)
            for word in [length, ~length] { data += [UInt8(word & 0xFF), UInt8(word >> 8)] }
            data += line
        }
        data += big(high << 16 | low)
        let header: [UInt8] = big(width) + big(height) + [8, 2, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header) + chunk("IDAT", data)
            + chunk("IEND", [])
    }
}
