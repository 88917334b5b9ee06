import AuroraCore

extension SnapshotSummary {
    func write(to writer: inout ByteWriter) {
        writer.append(profile)
        writer.append(commitMode.rawValue)
        writer.append(head ?? "")
        writer.append(UInt64(outputCount))
        writer.append(UInt64(derivedCount))
        writer.append(UInt32(uncommittedUnits.count))
        for unit in uncommittedUnits { writer.append(unit) }
        writer.append(UInt32(warnings.count))
        for warning in warnings { warning.write(to: &writer) }
    }

    init?(_ reader: inout ByteReader) {
        guard let profile = reader.text(), let mode = reader.text().flatMap({ CommitMode(rawValue: $0) }),
            let head = reader.text(), let outputs = reader.integer(UInt64.self),
            let derived = reader.integer(UInt64.self),
            let uncommitted = reader.integer(UInt32.self)
        else { return nil }
        var units: [UInt32] = []
        for _ in 0..<uncommitted {
            guard let unit = reader.integer(UInt32.self) else { return nil }
            units.append(unit)
        }
        guard let count = reader.integer(UInt32.self) else { return nil }
        var warnings: [Diagnostic] = []
        for _ in 0..<count {
            guard let warning = Diagnostic(&reader) else { return nil }
            warnings.append(warning)
        }
        self.init(
            profile: profile, commitMode: mode, head: head.isEmpty ? nil : head, outputCount: Int(outputs),
            derivedCount: Int(derived), uncommittedUnits: units, warnings: warnings)
    }
}

extension Diagnostic {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.append(severity.rawValue)
        writer.append(problem)
        writer.append(UInt32(notes.count))
        for note in notes { writer.append(note) }
        writer.append(optional: hint)
        writer.append([span == nil ? 0 : 1])
        guard let span else { return }
        writer.append(span.file)
        for number in [span.line, span.column, span.length] { writer.append(Int64(number)) }
        writer.append(optional: span.text)
    }

    fileprivate init?(_ reader: inout ByteReader) {
        guard let severity = reader.text().flatMap({ Severity(rawValue: $0) }), let problem = reader.text(),
            let noteCount = reader.integer(UInt32.self)
        else { return nil }
        var notes: [String] = []
        for _ in 0..<noteCount {
            guard let note = reader.text() else { return nil }
            notes.append(note)
        }
        guard let hint = reader.optionalText(), let hasSpan = reader.integer(UInt8.self) else { return nil }
        var span: SourceSpan?
        if hasSpan == 1 {
            guard let file = reader.text(), let line = reader.integer(Int64.self),
                let column = reader.integer(Int64.self), let length = reader.integer(Int64.self),
                let text = reader.optionalText()
            else { return nil }
            span = SourceSpan(
                file: file, line: Int(line), column: Int(column), length: Int(length), text: text.value)
        }
        self.init(problem, at: span, notes: notes, hint: hint.value, severity: severity)
    }
}

/// A text that may be missing, as read from a file where the reading itself may fail.
private struct OptionalText { let value: String? }

extension ByteWriter {
    fileprivate mutating func append(optional text: String?) {
        append([text == nil ? 0 : 1])
        if let text { append(text) }
    }
}

extension ByteReader {
    fileprivate mutating func optionalText() -> OptionalText? {
        guard let isThere = integer(UInt8.self) else { return nil }
        guard isThere == 1 else { return OptionalText(value: nil) }
        return text().map { OptionalText(value: $0) }
    }
}
