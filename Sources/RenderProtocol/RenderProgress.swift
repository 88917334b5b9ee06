/// How far the renderer is: one JSON line on its standard output, a few a second.
package struct RenderProgress: Codable, Sendable, Equatable {
    package enum Stage: String, Codable, Sendable {
        /// Reading the picture and the sound.
        case analysing
        /// Drawing and encoding frames.
        case rendering
        /// Encoding frames of a finished video again.
        case encoding
    }

    package var stage: Stage
    /// Frames done.
    package var done: Int
    /// Frames in all; 0 while unknown.
    package var total: Int

    package init(stage: Stage, done: Int, total: Int) {
        self.stage = stage
        self.done = done
        self.total = total
    }
}
