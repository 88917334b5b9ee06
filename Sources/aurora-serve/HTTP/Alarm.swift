import NIOCore

/// Closes a connection unless it is called off in time.
struct Alarm: Sendable {
    private let scheduled: Scheduled<Void>

    init(_ channel: any Channel, seconds: Int64) {
        scheduled = channel.eventLoop.scheduleTask(in: .seconds(seconds)) { channel.close(promise: nil) }
    }

    func callOff() { scheduled.cancel() }
}
