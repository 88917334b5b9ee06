/// A still of a finished video, as a JPEG picture. Paths are relative to the folder in which the renderer is started.
package struct PosterRequest: Codable, Sendable, Equatable {
    package var video: String
    package var output: String
    package var atMilliseconds: Int
    /// In pixels, rounded down to an even number; as wide as the video if nil.
    package var width: Int?

    package init(video: String, output: String, atMilliseconds: Int, width: Int? = nil) {
        self.video = video
        self.output = output
        self.atMilliseconds = atMilliseconds
        self.width = width
    }
}

/// Stills of a finished video in rows, evenly from its beginning to its end, as a JPEG picture. Paths are relative to the
/// folder in which the renderer is started.
package struct SheetRequest: Codable, Sendable, Equatable {
    package var video: String
    package var output: String
    /// 1…12 each.
    package var columns: Int
    package var rows: Int
    /// Of a still in pixels, rounded down to an even number.
    package var width: Int

    package init(video: String, output: String, columns: Int, rows: Int, width: Int) {
        self.video = video
        self.output = output
        self.columns = columns
        self.rows = rows
        self.width = width
    }
}

/// A part of a finished video as an animated WebP picture, which is shown again and again. Paths are relative to the
/// folder in which the renderer is started.
package struct PreviewRequest: Codable, Sendable, Equatable {
    package var video: String
    package var output: String
    package var fromMilliseconds: Int
    /// How long it is; shorter where the video ends before.
    package var milliseconds: Int
    /// In pixels, rounded down to an even number.
    package var width: Int
    /// 1…25.
    package var framesPerSecond: Int

    package init(
        video: String, output: String, fromMilliseconds: Int, milliseconds: Int, width: Int, framesPerSecond: Int
    ) {
        self.video = video
        self.output = output
        self.fromMilliseconds = fromMilliseconds
        self.milliseconds = milliseconds
        self.width = width
        self.framesPerSecond = framesPerSecond
    }
}
