import AuroraCore
import AuroraFiles
import AuroraHosted
import AuroraServe
import AuroraSession
import CAuroraSystem
import Foundation
import Glibc
import NIOCore

/// The program: opens what it keeps, listens, carries tasks out, and ends in order.
struct ServeProgram: Sendable {
    let variables: [String: String]
    /// Absolute path of this program.
    let executable: String

    private static let lockNumber: UInt64 = 1

    /// Until it is told to stop. Throws `Diagnostic`s.
    func run(_ arguments: ServeArguments) async throws {
        Self.raiseFileLimit()
        // Less than a piece of a body has.
        aurora_give_back_from(512 << 10)
        let folder = ServeFolder(try dataFolder(arguments))
        try Files.createDirectories(folder.path)
        guard let lock = try NumberedLocks(Paths.join(folder.path, "lock")).acquire(Self.lockNumber) else {
            throw DiagnosticsError([
                Diagnostic("another server uses `\(folder.path)`", hint: "name another folder by `--data DIR`")
            ])
        }
        try folder.prepare()
        let (keys, keyFile) = try keyRing(arguments, folder)
        let environment = SessionEnvironment(
            variables: variables, executable: executable,
            processorCount: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), now: { Self.nanoseconds },
            timeZoneOffsetMinutes: 0)
        let renderer = RendererService(environment, root: folder.work)
        if let problem = renderer.problem { throw DiagnosticsError([problem]) }
        var settings = ServeSettings()
        settings.jobs = arguments.jobs ?? max(1, environment.processorCount / 2)
        settings.quotas.queue = arguments.queueLimit
        settings.quotas.accountQueue = arguments.keyQueueLimit ?? (arguments.queueLimit + 1) / 2
        settings.quotas.accountBytes = arguments.keyStorageBytes
        settings.defaultTTL = arguments.keep
        settings.allowsLocalPaths = arguments.allowsLocalPaths
        settings.maximumMediaBytes = Int64(min(64 << 20, arguments.maximumBodyBytes))
        let service = Service(
            settings: settings, folder: folder, store: try ServeStore(folder.database),
            maker: EmbeddedMaker(renderer: renderer, folder: folder),
            calls: NetworkCalls(allowing: arguments.allowedHosts),
            now: { Self.nanoseconds / 1_000_000 }, log: { Self.log($0) })
        let waiting = try await service.store.waiting()
        try folder.sweepInputs(keeping: Set(waiting.map(\.task.folder)))
        for task in waiting { await service.line.add(task) }
        var limits = ServeLimits()
        limits.bodyBytes = arguments.maximumBodyBytes
        limits.allBodyBytes = max(limits.allBodyBytes, arguments.maximumBodyBytes * 2)
        limits.connections = arguments.maximumConnections
        let board = try arguments.workspace.map {
            WorkspaceBoard(try WorkspaceView($0, profile: arguments.profile, environment: environment))
        }
        let desk = FrontDesk(
            service: service, keys: keys, limits: limits, load: ServeLoad(), isLoopback: arguments.isLoopback,
            publicURL: arguments.publicURL, board: board)
        try await serve(desk, arguments, keyFile, waiting.count)
        environment.host?.close()
        _ = consume lock
    }

    private func serve(_ desk: FrontDesk, _ arguments: ServeArguments, _ keyFile: String?, _ waiting: Int) async throws
    {
        let listener = Listener(desk: desk)
        let server: Listener.Server
        do { server = try await listener.bind(host: arguments.host, port: arguments.port) } catch {
            throw DiagnosticsError([
                Diagnostic(
                    "cannot listen on \(arguments.host):\(arguments.port): \(PrintableText.sanitized("\(error)"))",
                    hint: "name another port by `--port`, or 0 for any that is free")
            ])
        }
        greet(server.channel.localAddress?.port ?? arguments.port, arguments, keyFile, waiting)
        let signals = SignalWatch()
        defer { signals.end() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.serve(server) }
            for _ in 0..<desk.service.settings.jobs { group.addTask { await TaskWorker(desk.service).run() } }
            group.addTask { await Upkeep(desk.service).run() }
            group.addTask { await desk.board?.run() }
            for await _ in signals.stream { break }
            Self.log("stopping: tasks that are not done go on with the next start")
            desk.load.stop()
            // What is being answered is answered; what is being made is stopped, and made again.
            for _ in 0..<50 where desk.load.current.requests > 0 { try await Task.sleep(for: .milliseconds(100)) }
            await desk.service.line.close()
            group.cancelAll()
            // Every task of the group ends by itself; how does not matter any more.
            while let result = await group.nextResult() { _ = result }
        }
    }

    private func greet(_ port: Int, _ arguments: ServeArguments, _ keyFile: String?, _ waiting: Int) {
        let host = arguments.host.contains(":") ? "[\(arguments.host)]" : arguments.host
        StandardOutput.write("listening on http://\(host):\(port)/v1\n")
        if let keyFile { Self.log("keys are in \(keyFile); clients use one of them as their API key") }
        if arguments.takesAnyKey { Self.log("any key is taken") }
        if waiting > 0 { Self.log("going on with \(waiting) waiting tasks") }
    }
}

// MARK: - What it needs

extension ServeProgram {
    /// `--data`, else `$XDG_DATA_HOME/aurora/serve`, else `~/.local/share/aurora/serve`; absolute, without links.
    private func dataFolder(_ arguments: ServeArguments) throws -> String {
        let path: String
        if let stated = arguments.data {
            path = stated.hasPrefix("/") ? stated : Paths.join(try Files.currentDirectory(), stated)
        } else if let home = variables["XDG_DATA_HOME"], home.hasPrefix("/") {
            path = Paths.join(home, "aurora/serve")
        } else if let home = variables["HOME"], home.hasPrefix("/") {
            path = Paths.join(home, ".local/share/aurora/serve")
        } else {
            throw DiagnosticsError([
                Diagnostic("there is no telling where to keep tasks", hint: "name a folder by `--data DIR`")
            ])
        }
        try Files.createDirectories(path)
        return try Files.realPath(path)
    }

    /// The keys, and the file they are in. Without a stated file there is one in the data folder, with a key that is made
    /// when it is first needed.
    private func keyRing(_ arguments: ServeArguments, _ folder: ServeFolder) throws -> (KeyRing, file: String?) {
        if arguments.takesAnyKey { return (.open, nil) }
        let path = arguments.keys ?? Paths.join(folder.path, "keys")
        if arguments.keys == nil, try FileFacts.of(path) == nil {
            let key = Digest(hashing: (0..<32).map { _ in UInt8.random(in: 0...255) }).hexadecimal
            try Files.createPrivate(path, holding: Array("# One key a line, or: NAME KEY\n\(key)\n".utf8))
        }
        guard let keys = KeyRing(file: String(decoding: try Files.read(path, limit: 1 << 20), as: UTF8.self)) else {
            throw DiagnosticsError([
                Diagnostic(
                    "`\(PrintableText.sanitized(path))` is no file of keys",
                    hint: "write one key of at least \(KeyRing.leastLength) characters a line, or `NAME KEY`")
            ])
        }
        return (keys, path)
    }

    private static var nanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    private static func log(_ words: String) {
        StandardOutput.complain("aurora serve: \(PrintableText.sanitized(words))\n")
    }

    /// As many connections as the system allows.
    private static func raiseFileLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
