/// How much each viseme has in the shape of the mouth at one moment: weights of any scale, 0 and more.
struct VisemeShares: Sendable, Equatable {
    private var weights: SIMD8<Float> = .zero

    subscript(viseme: Viseme) -> Float {
        get { weights[viseme.index] }
        set { weights[viseme.index] = newValue }
    }

    /// All of them together.
    var total: Float { weights.sum() }

    /// As parts of a whole; only silence where there is nothing.
    var normalized: VisemeShares {
        let total = total
        guard total > 0 else { return .only(.silence) }
        var result = self
        result.weights /= total
        return result
    }

    static func only(_ viseme: Viseme) -> VisemeShares {
        var result = VisemeShares()
        result[viseme] = 1
        return result
    }

    static func * (shares: Self, factor: Float) -> Self {
        var result = shares
        result.weights *= factor
        return result
    }
}

extension Viseme {
    /// The place of a viseme in a list of all.
    var index: Int {
        switch self {
        case .silence: 0
        case .bilabial: 1
        case .labiodental: 2
        case .rounded: 3
        case .open: 4
        case .mid: 5
        case .front: 6
        case .inner: 7
        }
    }
}
