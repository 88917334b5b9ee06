internal import AuroraCore

/// What one layer says about one field.
enum Stated<Value: Sendable>: Sendable {
    case absent
    /// Something is stated that cannot be used; it has been reported.
    case invalid
    case value(Value, SourceSpan)

    init(_ value: Value?, at span: SourceSpan) {
        self = value.map { .value($0, span) } ?? .invalid
    }

    /// What is in force when this layer lies above `earlier`.
    func over(_ earlier: Stated) -> Stated {
        if case .absent = self { return earlier }
        return self
    }
}
