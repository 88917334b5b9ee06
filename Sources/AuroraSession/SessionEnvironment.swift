/// What the outside world tells a session: read once, at the entry point, and passed down.
package struct SessionEnvironment: Sendable {
    /// Environment variables.
    package let variables: [String: String]
    /// Absolute path of the running program.
    package let executable: String
    package let processorCount: Int
    /// Nanoseconds since 1970.
    package let now: @Sendable () -> Int64
    /// The time zone's offset from Greenwich in minutes, east positive.
    package let timeZoneOffsetMinutes: Int32
    /// The renderer that all sessions share and that stays open between them; nil to start one for each request.
    package let host: RendererHost?

    package init(
        variables: [String: String], executable: String, processorCount: Int, now: @escaping @Sendable () -> Int64,
        timeZoneOffsetMinutes: Int32, host: RendererHost? = RendererHost()
    ) {
        self.host = host
        self.variables = variables
        self.executable = executable
        self.processorCount = processorCount
        self.now = now
        self.timeZoneOffsetMinutes = timeZoneOffsetMinutes
    }
}
