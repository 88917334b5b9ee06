import AuroraCore
internal import AuroraWorkspace

/// What derived work depends on besides its inputs. A field is there only where something is asked for, so that the key
/// of a plain variant is what it was before there were others.
extension Captions {
    func describe(to writer: inout some KeyWriter) {
        writer.field("format", .text(format.rawValue))
        switch source {
        case .words:
            writer.field("lineLength", .integer(Int64(lineLength)))
            writer.field("lines", .integer(Int64(lines)))
        case .file(let file): writer.field("from", .text(file.path.lowercased().hasSuffix(".srt") ? "srt" : "vtt"))
        }
    }
}

extension Poster {
    func describe(to writer: inout some KeyWriter) {
        writer.field("atMilliseconds", .integer(Int64(atMilliseconds)))
        if let width { writer.field("width", .integer(Int64(width))) }
    }
}

extension Sheet {
    func describe(to writer: inout some KeyWriter) {
        writer.field("columns", .integer(Int64(columns)))
        writer.field("rows", .integer(Int64(rows)))
        writer.field("width", .integer(Int64(width)))
    }
}

extension Preview {
    func describe(to writer: inout some KeyWriter) {
        writer.field("fps", .integer(Int64(framesPerSecond)))
        writer.field("fromMilliseconds", .integer(Int64(fromMilliseconds)))
        writer.field("lengthMilliseconds", .integer(Int64(lengthMilliseconds)))
        writer.field("width", .integer(Int64(width)))
    }
}

extension Variant {
    func describe(to writer: inout some KeyWriter) {
        writer.field("format", .text(format.rawValue))
        if let quality { writer.field("quality", .integer(Int64(quality))) }
        if let size { writer.field("size", .text(size.rawValue)) }
        if let aspect {
            writer.field("aspect", .text(aspect.text))
            writer.field("fit", .text(fit.rawValue))
        }
        if let captions {
            writer.field("captioned", .text(captions.style == nil ? "embedded" : "burned"))
            if let language = captions.language { writer.field("language", .text(language)) }
            captions.style?.describe(to: &writer)
        }
        marks.describe(to: &writer)
    }
}

extension CaptionStyle {
    fileprivate func describe(to writer: inout some KeyWriter) {
        writer.field("captionSize", .text(decimal(hundredths: sizeHundredths)))
        writer.field("captionPosition", .text(position.rawValue))
        writer.field("captionBox", .text(hasBox ? "true" : "false"))
        writer.field("captionColor", .text(color))
    }
}

extension Marks {
    fileprivate func describe(to writer: inout some KeyWriter) {
        if let disclosure {
            writer.field("disclosure", .text(disclosure.text))
            writer.field("disclosureCorner", .text(disclosure.corner.rawValue))
        }
        if let brand {
            writer.field("brandCorner", .text(brand.corner.rawValue))
            writer.field("brandWidth", .text(decimal(hundredths: brand.widthHundredths)))
        }
    }
}

extension Joining {
    func describe(to writer: inout some KeyWriter) {
        writer.field("format", .text(format.rawValue))
        writer.field("quality", .integer(Int64(reel.quality)))
        if let size = reel.size { writer.field("size", .text(size.rawValue)) }
        if let aspect = reel.aspect { writer.field("aspect", .text(aspect.text)) }
        writer.field("stills", .text(stills))
        writer.field("gapMilliseconds", .integer(Int64(reel.gapMilliseconds)))
        writer.field("crossfadeMilliseconds", .integer(Int64(reel.crossfadeMilliseconds)))
        if let music = reel.music {
            writer.field("gainTenths", .integer(Int64(music.gainTenths)))
            writer.field("duckTenths", .integer(Int64(music.duckTenths)))
        }
        if let loudness = reel.loudnessTenths { writer.field("loudnessTenths", .integer(Int64(loudness))) }
        marks.describe(to: &writer)
    }

    /// Which parts are pictures, and how long each stays: `0:2000 7:1500`.
    private var stills: String {
        parts.enumerated().compactMap { index, part in part.stillMilliseconds.map { "\(index):\($0)" } }
            .joined(separator: " ")
    }
}
