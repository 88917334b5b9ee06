internal import AuroraCore

/// Which face speaks, and where it is.
extension FieldReader {
    static let faceKeys = ["at", "eyes", "mouth"]
    private static let example = "face: {eyes: [[0.42, 0.40], [0.58, 0.40]], mouth: [0.50, 0.62]}"
    /// Eyes nearer to each other, as a part of the picture's width, have no face between them that could be animated.
    private static let leastEyeDistance = PicturePoint.unit / 100

    mutating func face(_ node: SyntaxNode) -> FaceChoice? {
        guard let entries = entries(node, of: "face", example: "face: {at: [0.7, 0.4]}") else { return nil }
        var place: PicturePoint?
        var eyes: [PicturePoint]?
        var mouth: PicturePoint?
        var isComplete = true
        for entry in entries {
            switch entry.name {
            case "at":
                place = point(entry.value, of: "at")
                isComplete = isComplete && place != nil
            case "mouth":
                mouth = point(entry.value, of: "mouth")
                isComplete = isComplete && mouth != nil
            case "eyes":
                eyes = self.eyes(entry.value)
                isComplete = isComplete && eyes != nil
            default:
                unknownKey(entry, in: "`face`", known: Self.faceKeys)
                isComplete = false
            }
        }
        guard isComplete else { return nil }
        switch (place, eyes, mouth) {
        case (let place?, nil, nil): return .at(place)
        case (nil, let eyes?, let mouth?): return drawn(eyes, mouth, at: node)
        case (nil, nil, nil):
            report(
                "`face` says nothing", at: node,
                hint: "write it as in `face: {at: [0.7, 0.4]}`, or as `\(Self.example)`")
        case (nil, _, nil), (nil, nil, _):
            report("`face` needs both `eyes` and `mouth`", at: node, hint: "write it as in `\(Self.example)`")
        default:
            report("`face` says where the face is in two ways", at: node, hint: "remove `at`, or `eyes` and `mouth`")
        }
        return nil
    }

    private mutating func drawn(_ eyes: [PicturePoint], _ mouth: PicturePoint, at node: SyntaxNode) -> FaceChoice? {
        guard eyes[1].x - eyes[0].x >= Self.leastEyeDistance, mouth.y > (eyes[0].y + eyes[1].y) / 2 else {
            report(
                "`face` has no face: its eyes must be beside each other, above its mouth", at: node,
                hint: "state the left eye of the picture first, as in `\(Self.example)`")
            return nil
        }
        return .drawn(leftEye: eyes[0], rightEye: eyes[1], mouth: mouth)
    }

    private mutating func eyes(_ node: SyntaxNode) -> [PicturePoint]? {
        guard case .sequence(let items) = node.content, items.count == 2 else {
            report("`eyes` must be two points", at: node, hint: "write it as in `\(Self.example)`")
            return nil
        }
        let points = items.compactMap { point($0, of: "eyes") }
        return points.count == 2 ? points : nil
    }

    private mutating func point(_ node: SyntaxNode, of name: String) -> PicturePoint? {
        guard case .sequence(let items) = node.content, items.count == 2 else {
            report(
                "a point of `\(name)` must be two numbers", at: node,
                hint: "write parts of the picture's width and height, as in `[0.5, 0.62]`")
            return nil
        }
        let numbers = items.compactMap { item -> Int? in
            guard let text = plainNumber(item, of: name) else { return nil }
            if let number = NumberText.decimal(text, decimals: 4), number <= PicturePoint.unit { return Int(number) }
            report(
                "a point of `\(name)` must have numbers from 0 to 1, not \(Words.quoted(text))", at: item,
                hint: "write parts of the picture's width and height with at most four decimals")
            return nil
        }
        return numbers.count == 2 ? PicturePoint(x: numbers[0], y: numbers[1]) : nil
    }
}
