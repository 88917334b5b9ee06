/// The shape of the mouth for each sound: one table to change.
///
/// Set by eye, starting from the class; the symbols in the second table look different enough from their class to have
/// a row of their own.
enum VisemeTable {
    static func shape(for phoneme: Phoneme) -> MouthShape {
        special[phoneme.symbol] ?? shape(of: phoneme.viseme)
    }

    /// The shape that all sounds of a viseme have in common.
    static func shape(of viseme: Viseme) -> MouthShape {
        switch viseme {
        case .silence: .rest
        case .bilabial: MouthShape(jaw: 0, pucker: 0.05, press: 1)
        case .labiodental: MouthShape(jaw: 0.12, wide: 0.10, upperLip: 0.25, tuck: 1)
        case .rounded: MouthShape(jaw: 0.38, pucker: 0.95, upperLip: 0.10, lowerLip: 0.10, tongue: 0.1)
        case .open: MouthShape(jaw: 0.95, wide: 0.15, upperLip: 0.25, lowerLip: 0.25, tongue: 0.3)
        case .mid: MouthShape(jaw: 0.58, wide: 0.45, upperLip: 0.30, lowerLip: 0.30, tongue: 0.4)
        case .front: MouthShape(jaw: 0.28, wide: 0.90, upperLip: 0.30, lowerLip: 0.30, tongue: 0.5)
        case .inner: MouthShape(jaw: 0.20, pucker: 0.05, wide: 0.30, upperLip: 0.25, lowerLip: 0.30, tongue: 0.8)
        }
    }

    private static let special: [String: MouthShape] = {
        let postalveolar = MouthShape(jaw: 0.20, pucker: 0.70, upperLip: 0.45, lowerLip: 0.45, tongue: 0.3)
        let velar = MouthShape(jaw: 0.30, pucker: 0.05, wide: 0.20, upperLip: 0.20, lowerLip: 0.20, tongue: 0.1)
        let dental = MouthShape(jaw: 0.20, wide: 0.20, upperLip: 0.20, lowerLip: 0.30, tongue: 1)
        return [
            "ʃ": postalveolar, "ʒ": postalveolar, "t͡ʃ": postalveolar, "d͡ʒ": postalveolar,
            "k": velar, "ɡ": velar, "g": velar, "ŋ": velar, "kʰ": velar, "x": velar,
            "θ": dental, "ð": dental,
            "l": MouthShape(jaw: 0.30, wide: 0.20, upperLip: 0.20, lowerLip: 0.20, tongue: 1),
            "ɹ": MouthShape(jaw: 0.28, pucker: 0.50, upperLip: 0.25, lowerLip: 0.25, tongue: 0.2),
            "h": MouthShape(jaw: 0.35, wide: 0.10, upperLip: 0.10, lowerLip: 0.10, tongue: 0.2),
            "w": MouthShape(jaw: 0.22, pucker: 1),
            "u": MouthShape(jaw: 0.25, pucker: 1),
            "ʊ": MouthShape(jaw: 0.32, pucker: 0.80),
            "ɔ": MouthShape(jaw: 0.60, pucker: 0.65, upperLip: 0.10, lowerLip: 0.10),
            "oʊ": MouthShape(jaw: 0.50, pucker: 0.80, upperLip: 0.10, lowerLip: 0.10),
            "aɪ": MouthShape(jaw: 0.90, wide: 0.40, upperLip: 0.30, lowerLip: 0.30, tongue: 0.3),
            "æ": MouthShape(jaw: 0.85, wide: 0.50, upperLip: 0.35, lowerLip: 0.30, tongue: 0.3),
            "ə": MouthShape(jaw: 0.38, pucker: 0.05, wide: 0.10, upperLip: 0.20, lowerLip: 0.20, tongue: 0.3),
        ]
    }()
}
