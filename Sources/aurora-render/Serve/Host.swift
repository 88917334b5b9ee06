import CAuroraSystem
import FoundationEssentials
import Glibc
import RenderFrames
import RenderInference
import RenderProtocol

/// A renderer that stays open: it loads the models once, and makes a copy of itself (fork) for each request.
///
/// The host decodes nothing that a stranger has made. What does that is always a copy, which is confined to its request,
/// and ends with it: neither a fault in it nor anything that it has found out gets to the next. What is kept of portraits
/// rests on plain pixels alone, which a copy has decoded and the host has counted.
struct Host {
    /// What a copy is to do.
    enum Errand {
        case request(RenderRequest, EngineFolder?, KnownPortrait?)
        case picture(PictureErrand)
    }

    private enum Ending: Error {
        /// What says what is to be done is gone, or says what nobody understands.
        case input
        /// A copy of a process with several threads would lack all but one.
        case threads
    }

    private var engine: EngineFolder?
    private var talkingHeads = 0
    private var portraits = PortraitShelf()
    private var jobs: [Int: HostJob] = [:]
    private var input = LineReader(limit: 16 << 20)

    private init() {
        aurora_host_begin()
        // Without an engine each request fails, in words.
        engine = try? EngineFolder.locate(loaded: LoadedParts())
        Confinement.ofHost().apply()
    }

    /// Serves until the input ends, and ends the process then. Returns in copies only. The process has one thread.
    static func serve() -> Errand {
        var host = Host()
        return host.serve()
    }

    private mutating func serve() -> Errand {
        do {
            while true {
                if let errand = try turn() { return errand }
            }
        } catch {
            for number in jobs.keys { jobs[number]?.kill() }
            _exit(error == .threads ? 3 : 0)
        }
    }

    /// Waits until there is something to do, and does it. Returns something in a copy alone.
    private mutating func turn() throws(Ending) -> Errand? {
        let numbers = jobs.keys.sorted()
        var files = [pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)]
        for number in numbers { files += jobs[number]?.files ?? [] }
        guard poll(&files, nfds_t(files.count), -1) >= 0 || errno == EINTR else { throw .input }
        for (place, number) in numbers.enumerated() {
            let ready = files[(1 + 3 * place)..<(4 + 3 * place)].map { $0.revents != 0 }
            if let errand = try attend(to: number, ready) { return errand }
        }
        guard files[0].revents != 0 else { return nil }
        guard let lines = input.lines(from: STDIN_FILENO) else { throw .input }
        for line in lines {
            guard let order = try? JSONDecoder().decode(HostOrder.self, from: Data(line)) else { throw .input }
            if let errand = try carryOut(order) { return errand }
        }
        return nil
    }

    private mutating func carryOut(_ order: HostOrder) throws(Ending) -> Errand? {
        switch order {
        case .stop(let number):
            jobs[number]?.kill()
            return nil
        case .run(let number, let folder, let request):
            let task = HostJob.Task(number: number, folder: folder, request: request)
            guard let head = request.task.talkingHead else { return try begin(task, knowing: nil) }
            load(for: head)
            guard let engine, let wanted = PortraitShelf.Key(head, in: folder) else {
                return try begin(task, knowing: nil)
            }
            if let known = portraits[wanted] { return try begin(task, knowing: known) }
            // Most pictures serve once: only one that comes again is worth being looked at here.
            guard portraits.isSeenAgain(wanted) else { return try begin(task, knowing: nil) }
            return try look(at: wanted, for: task, engine)
        }
    }

    /// Has a copy carry out a request.
    private mutating func begin(_ task: HostJob.Task, knowing portrait: KnownPortrait?) throws(Ending) -> Errand? {
        try isCopy(for: task, .work, keeping: -1) ? .request(task.request, engine, portrait) : nil
    }

    /// Has a copy decode a picture.
    private mutating func look(
        at key: PortraitShelf.Key, for task: HostJob.Task, _ engine: EngineFolder
    ) throws(Ending) -> Errand? {
        let pixels = aurora_memory_file()
        guard pixels >= 0 else { return try begin(task, knowing: nil) }
        guard try isCopy(for: task, .look(key, pixels: pixels), keeping: pixels) else { return nil }
        return .picture(PictureErrand(path: key.video.imagePath, shortSide: key.video.shortSide, file: pixels))
    }

    /// Makes a copy, which works in the task's folder as if it had been started there. True in the copy. One that cannot
    /// be made is told as one that has ended.
    private mutating func isCopy(
        for task: HostJob.Task, _ step: HostJob.Step, keeping file: Int32
    ) throws(Ending) -> Bool {
        guard aurora_thread_count() == 1 else { throw .threads }
        Confinement.allow(moreSeconds: Self.secondsAhead)
        var copy = AuroraCopy()
        let problem = aurora_host_copy(file, &copy)
        guard problem == 0 else {
            if file >= 0 { close(file) }
            HostReport.ended(job: task.number, HostEnding(.notStarted(problem))).write()
            return false
        }
        guard copy.process == 0 else {
            jobs[task.number] = HostJob(task, step, copy)
            return false
        }
        guard chdir(task.folder) == 0 else { _exit(1) }
        return true
    }

    /// Processor time that the host may take until it looks up again.
    private static let secondsAhead = 60

    /// Loads what a video needs, before the first one begins, so that no copy has to.
    private mutating func load(for head: TalkingHeadRequest) {
        talkingHeads += 1
        guard let engine, let loaded = engine.loaded else { return }
        Confinement.allow(moreSeconds: Self.secondsAhead)
        // What cannot be loaded is told by the copy that needs it.
        try? engine.load(
            secondVoice: talkingHeads > 1, pronunciation: head.transcript != nil, into: loaded)
    }
}

extension Host {
    /// Takes what a job's copies have said, and goes on with it when one has ended.
    private mutating func attend(to number: Int, _ ready: [Bool]) throws(Ending) -> Errand? {
        guard var job = jobs[number] else { return nil }
        if ready[0] {
            jobs[number] = nil
            return try end(&job)
        }
        if ready[1] { report(job.progress(), of: number) }
        if ready[2] { job.listen() }
        jobs[number] = job
        return nil
    }

    private mutating func end(_ job: inout HostJob) throws(Ending) -> Errand? {
        report(job.progress(), of: job.task.number)
        let ending = job.end()
        guard case .look(let key, let pixels) = job.step else {
            HostReport.ended(job: job.task.number, ending).write()
            return nil
        }
        defer { close(pixels) }
        guard !job.isStopped else {
            HostReport.ended(job: job.task.number, ending).write()
            return nil
        }
        if portraits[key] == nil, ending.how == .exited(0), let engine,
            let picture = PictureErrand.picture(in: pixels, shortSide: key.video.shortSide)
        {
            Confinement.allow(moreSeconds: Self.secondsAhead)
            // What is wrong with the picture is told by the copy that is to animate it.
            if let known = try? KnownPortrait(picture, of: key.video, engine: engine) { portraits[key] = known }
        }
        return try begin(job.task, knowing: portraits[key])
    }

    private func report(_ steps: [RenderProgress], of number: Int) {
        for step in steps { HostReport.progress(job: number, step).write() }
    }
}

extension HostReport {
    fileprivate func write() {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        guard let line = try? encoder.encode(self) else { preconditionFailure("a report is plain numbers and text") }
        StandardOutput.write(String(decoding: line, as: UTF8.self) + "\n")
    }
}

extension RenderTask {
    /// The video that it is about, or is a part of.
    fileprivate var talkingHead: TalkingHeadRequest? {
        switch self {
        case .talkingHead(let head): head
        case .excerpt(let excerpt): excerpt.video
        case .poster, .sheet, .preview, .remux, .probe, .inspect, .wave, .align, .variant, .reel: nil
        }
    }
}
