import CAuroraSystem
import Glibc
import RenderInference
import RenderProtocol

/// What this process keeps itself from doing before it opens anything that a stranger has made: a decoder with a hole
/// in it then has no program to start, nobody to talk to, and no files but those of its request.
struct Confinement {
    /// What a confined process finds closed to it, in words. Found by trying, since kernels differ.
    static var closed: [String] {
        let found = UInt32(aurora_closed())
        let calls = found & UInt32(AURORA_CONFINED_CALLS.rawValue) != 0 ? ["programs", "network"] : []
        return ["memory", "time"] + calls + (found & UInt32(AURORA_CONFINED_FILES.rawValue) != 0 ? ["other files"] : [])
    }

    /// A square video of 1080p, checked frame by frame, takes 0.7 GiB, reading ten minutes of sound 0.6 GiB, most of it
    /// only reserved. A picture can be four times as long as it is wide.
    private static let addressSpaceBytes: UInt64 = 6 << 30
    /// A portrait in 1080p of the highest quality has 0.2 MB a second; ten minutes of thirty times that fit.
    private static let fileBytes: UInt64 = 4 << 30
    /// ProRes of an upright or square picture in 1080p has up to 40 MB a second.
    private static let bytesOfEditing: UInt64 = 64 << 30
    /// Processor time for what is not known to be long: reading pictures and sounds, and looking at them.
    private static let secondsOfAnalysis = 600
    /// For each further file: a request can have thousands of sounds measured.
    private static let secondsOfSound = 30
    private static let mostSeconds = 6 * 3600

    /// Files to read, and folders to write in.
    private let readable: [String]
    private let writable: [String]
    private let fileBytes: UInt64
    /// Processor time until it is known how many frames there are.
    private let seconds: Int
    private let mayFork: Bool

    /// For a request whose answer goes to `results`.
    init(for request: RenderRequest, results: [String]) {
        let files = request.task.files
        readable = Self.common + files.inputs
        writable = (files.outputs + results).map(Self.folder)
        fileBytes = request.task.isForEditing ? Self.bytesOfEditing : Self.fileBytes
        seconds = Self.secondsOfAnalysis + (files.inputs.count - 1) * Self.secondsOfSound
        mayFork = false
    }

    /// For reading these files, if any, and the engine, and writing nowhere.
    init(reading files: [String] = [], seconds: Int = Self.secondsOfAnalysis) {
        readable = Self.common + files
        writable = []
        fileBytes = Self.fileBytes
        self.seconds = seconds
        mayFork = false
    }

    /// For a process in whose folder its copies work: none of them gets more than it has, and each keeps less.
    static func ofHost() -> Confinement { Confinement(workingIn: ".") }

    private init(workingIn folder: String) {
        readable = Self.common
        writable = [folder]
        fileBytes = max(Self.fileBytes, Self.bytesOfEditing)
        seconds = Self.secondsOfAnalysis
        mayFork = true
    }

    /// Confines this process as far as the kernel can. It must have one thread yet.
    func apply() {
        let lists = [readable, writable].map { paths in paths.map { strdup($0) } }
        defer { for path in lists.joined() { free(path) } }
        lists[0].withTerminator { readable in
            lists[1].withTerminator { writable in
                var confinement = AuroraConfinement(
                    address_space: Self.addressSpaceBytes, cpu_seconds: UInt64(min(seconds, Self.mostSeconds)),
                    most_cpu_seconds: UInt64(Self.mostSeconds), file_bytes: fileBytes, readable: readable,
                    writable: writable, may_fork: mayFork ? 1 : 0)
                // What cannot be had is no reason not to work: the build is no worse off than without it.
                _ = aurora_confine(&confinement)
            }
        }
    }

    /// Lets the process take the time that so many frames may need on a slow machine: four seconds each.
    static func allow(frames: Int) {
        _ = aurora_allow_cpu(UInt64(min(secondsOfAnalysis + 4 * max(0, frames), mostSeconds)))
    }

    /// Lets the process take so much more than it has taken.
    static func allow(moreSeconds seconds: Int) {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let taken = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + 1
        _ = aurora_allow_cpu(UInt64(min(taken + seconds, mostSeconds)))
    }

    /// Libraries, what the C library, the thread pools and the inference engine ask of the system, and the engine's own
    /// files. What `/proc` has of other processes' memory and variables Landlock closes with everything that is theirs.
    private static var common: [String] {
        let system =
            [
                "/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/proc",
                "/sys/devices/system/cpu", "/dev/null", "/dev/urandom",
            ] + CaptionFonts.folders
        // Without an engine the request fails, in words.
        guard let engine = try? EngineFolder.locate() else { return system }
        return system + [engine.path]
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

extension [UnsafeMutablePointer<CChar>?] {
    /// The strings as C has lists of them, with a null pointer at the end.
    fileprivate func withTerminator<Result>(_ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result) -> Result {
        let list = map { UnsafePointer($0) } + [nil]
        return list.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("the list has an end") }
            return body(start)
        }
    }
}

extension RenderTask {
    /// Whether what is made may be far larger than what is for watching.
    fileprivate var isForEditing: Bool {
        switch self {
        case .talkingHead(let head): head.codec == .prores
        case .remux(let remux): remux.format == .mov
        case .excerpt, .poster, .sheet, .preview, .probe, .inspect, .wave, .align, .variant, .reel: false
        }
    }

    /// The files that a task is about.
    fileprivate var files: (inputs: [String], outputs: [String]) {
        switch self {
        case .talkingHead(let head): ([head.image, head.audio], [head.output])
        case .excerpt(let excerpt): ([excerpt.video.image, excerpt.video.audio], [excerpt.video.output])
        case .poster(let poster): ([poster.video], [poster.output])
        case .sheet(let sheet): ([sheet.video], [sheet.output])
        case .preview(let preview): ([preview.video], [preview.output])
        case .remux(let remux): ([remux.video], [remux.output])
        case .probe(let probe): (probe.sounds, [])
        case .inspect(let inspect): ([inspect.video], [])
        case .wave(let wave): ([wave.sound], [wave.output])
        case .align(let align): ([align.sound], [align.output])
        case .variant(let variant):
            (
                [variant.video, variant.captions?.file, variant.captions?.style.font, variant.brand?.image]
                    .compactMap(\.self) + CaptionFonts.folders,
                [variant.output]
            )
        case .reel(let reel):
            (
                reel.parts.map(\.file) + [reel.music?.file, reel.brand?.image].compactMap(\.self)
                    + CaptionFonts.folders,
                [reel.output]
            )
        }
    }
}
