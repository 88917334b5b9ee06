import CAss
package import RenderMedia

/// A text, when it is shown and how.
package struct TimedText: Sendable {
    package var cue: Cue
    package var style: TextStyle

    package init(cue: Cue, style: TextStyle) {
        self.cue = cue
        self.style = style
    }
}

/// Draws texts into frames, with libass: shaping and both directions of writing by HarfBuzz and FriBidi, and no fonts but
/// those it is given. The same texts and fonts give the same pixels.
package final class TextPainter {
    private let library: OpaquePointer
    private let renderer: OpaquePointer
    private let track: UnsafeMutablePointer<ASS_Track>
    private let ass: AssFunctions

    private static let file = "libass.so.9"

    /// For pictures of a size. `font` is a file whose characters come first; `choice` has the font of every other one.
    ///
    /// Throws `.noLibrary`, `.noFont`, `.unreadableFont`, or `.undrawable` with all that no font has.
    package init(
        _ texts: [TimedText], width: Int, height: Int, font: String?,
        choice: @escaping @Sendable (Unicode.Scalar) -> TextFont
    ) throws(TextError) {
        var problem: UnsafePointer<CChar>?
        let ass = aurora_ass_open(Self.file, &problem)
        self.ass = ass
        if let problem { throw .noLibrary(String(cString: problem)) }
        var shelf = try FontShelf(given: font, choice: choice)
        let script = TextScript(texts, width: width, height: height, shelf: &shelf)
        if let first = shelf.missing.first {
            throw .undrawable(shelf.missing.map(\.character), source: first.source)
        }
        guard let library = ass.library_init() else { throw .noLibrary("there is no memory for it") }
        self.library = library
        ass.beQuiet(library)
        for file in shelf.files {
            file.bytes.withUnsafeBytes { bytes in
                ass.add_font(
                    library, file.name, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
            }
        }
        guard let renderer = ass.renderer_init(library), let track = ass.new_track(library) else {
            preconditionFailure("libass has memory for its own values")
        }
        self.renderer = renderer
        self.track = track
        ass.set_frame_size(renderer, Int32(width), Int32(height))
        ass.set_storage_size(renderer, Int32(width), Int32(height))
        ass.set_hinting(renderer, ASS_HINTING_NONE)
        ass.set_shaper(renderer, ASS_SHAPING_COMPLEX)
        // Glyphs and megabytes of bitmaps that are kept.
        ass.set_cache_limits(renderer, 4096, 64)
        ass.set_fonts(renderer, shelf.givenPath, nil, Int32(ASS_FONTPROVIDER_NONE.rawValue), nil, 0)
        var head = Array(script.head.utf8CString)
        ass.process_codec_private(track, &head, Int32(head.count - 1))
        for feature in [ASS_FEATURE_BIDI_BRACKETS, ASS_FEATURE_WHOLE_TEXT_LAYOUT] {
            _ = ass.track_set_feature(track, feature, 1)
        }
        for event in script.events {
            var text = Array(event.text.utf8CString)
            ass.process_chunk(
                track, &text, Int32(text.count - 1), Int64(event.startMilliseconds),
                Int64(event.endMilliseconds - event.startMilliseconds))
        }
    }

    deinit {
        ass.free_track(track)
        ass.renderer_done(renderer)
        ass.library_done(library)
    }

    /// Draws what is shown at a moment, in milliseconds.
    package func draw(on frame: inout VideoFrame, atMilliseconds moment: Int) {
        var next = ass.render_frame(renderer, track, Int64(moment), nil)
        while let image = next {
            defer { next = image.pointee.next }
            let (width, height) = (Int(image.pointee.w), Int(image.pointee.h))
            guard width > 0, height > 0, let bitmap = image.pointee.bitmap else { continue }
            let color = image.pointee.color
            frame.blend(
                coverage: UnsafePointer(bitmap), stride: Int(image.pointee.stride), width: width, height: height,
                at: (Int(image.pointee.dst_x), Int(image.pointee.dst_y)),
                color: (UInt8(color >> 24), UInt8(color >> 16 & 255), UInt8(color >> 8 & 255)),
                opacity: 255 - Int(color & 255))
        }
    }

    /// What would be drawn at a moment, as a box; nil if nothing is.
    package func bounds(atMilliseconds moment: Int) -> Box? {
        var next = ass.render_frame(renderer, track, Int64(moment), nil)
        var boxes: [Box] = []
        while let image = next {
            if let box = Self.covered(image.pointee) { boxes.append(box) }
            next = image.pointee.next
        }
        return boxes.dropFirst().reduce(boxes.first) { box, other in
            box.map {
                Box(
                    minimum: pointwiseMin($0.minimum, other.minimum), maximum: pointwiseMax($0.maximum, other.maximum)
                )
            }
        }
    }

    /// Where a bitmap covers anything: it is larger than what it shows.
    private static func covered(_ image: ASS_Image) -> Box? {
        guard let bitmap = image.bitmap else { return nil }
        var (left, right, top, bottom) = (Int.max, -1, Int.max, -1)
        for y in 0..<Int(image.h) {
            for x in 0..<Int(image.w) where bitmap[y * Int(image.stride) + x] > 0 {
                (left, right, top, bottom) = (min(left, x), max(right, x), min(top, y), y)
            }
        }
        guard right >= left else { return nil }
        let start = Point(Float(image.dst_x), Float(image.dst_y))
        return Box(
            minimum: start + Point(Float(left), Float(top)), maximum: start + Point(Float(right + 1), Float(bottom + 1))
        )
    }
}
