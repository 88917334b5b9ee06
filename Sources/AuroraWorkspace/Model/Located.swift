package import AuroraCore

/// A value and the place that stated it; no place when it is Aurora's own default or comes from the command line.
package struct Located<Value> {
    package let value: Value
    package let span: SourceSpan?

    package init(_ value: Value, at span: SourceSpan? = nil) {
        self.value = value
        self.span = span
    }
}

extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}
extension Located: Sendable where Value: Sendable {}
