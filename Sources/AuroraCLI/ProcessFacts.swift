import AuroraSession
import Foundation
import Glibc

/// What the process knows of itself and its surroundings: read here and nowhere else.
enum ProcessFacts {
    static let variables = ProcessInfo.processInfo.environment

    static var currentDirectory: String {
        guard let path = getcwd(nil, 0) else { return "." }
        defer { free(path) }
        return String(cString: path)
    }

    static var environment: SessionEnvironment {
        SessionEnvironment(
            variables: variables, executable: executable, processorCount: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))),
            now: {
                var time = timespec()
                clock_gettime(CLOCK_REALTIME, &time)
                return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
            }, timeZoneOffsetMinutes: timeZoneOffsetMinutes)
    }

    /// The path of the running program, whatever it was started as.
    private static var executable: String {
        guard let path = realpath("/proc/self/exe", nil) else { return CommandLine.arguments.first ?? "aurora" }
        defer { free(path) }
        return String(cString: path)
    }

    private static var timeZoneOffsetMinutes: Int32 {
        var now = time(nil)
        var local = tm()
        localtime_r(&now, &local)
        return Int32(local.tm_gmtoff / 60)
    }
}
