/// Which vertices of the 468-point face mesh are what: the numbering of MediaPipe's face mesh (Apache-2.0).
///
/// "Left" and "right" are the picture's, so the left eye is the subject's right one.
package enum FaceTopology {
    package static let landmarkCount = 468

    /// Inner rim of the lips, both from the left corner to the right one; they share their ends.
    package static let upperInnerLip = [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308]
    package static let lowerInnerLip = [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308]

    /// Outer rim of the lips, both from the left corner to the right one; they share their ends.
    package static let upperOuterLip = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291]
    package static let lowerOuterLip = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291]

    /// Where the lips meet in their middle.
    package static let upperLipMiddle = upperInnerLip[5]
    package static let lowerLipMiddle = lowerInnerLip[5]
    /// The middles of all four rims.
    static let lipMiddles = [upperOuterLip[5], upperLipMiddle, lowerLipMiddle, lowerOuterLip[5]]

    /// The outline of the face, clockwise from the top of the forehead.
    package static let oval = [
        10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
        150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
    ]
    package static let chin = 152

    /// The front of the chin, from the tip upwards, and how much of the jaw's way each goes.
    static let chinFront: [(vertex: Int, share: Float)] = [
        (152, 0.92), (175, 0.93), (199, 0.95), (200, 0.96), (18, 0.97), (83, 0.95), (313, 0.95),
    ]

    /// The skin round the lips: below the nose, the chin, and beside the corners.
    package static let roundMouth = [
        164, 167, 393, 165, 391, 18, 83, 313, 200, 199, 208, 428, 57, 287, 43, 273, 106, 335,
    ]

    /// The cheeks beside nose and mouth, and how far a full smile lifts each, in units (IOD).
    static let cheeks: [(vertex: Int, up: Float)] = [
        (205, 0.050), (425, 0.050), (50, 0.040), (280, 0.040), (101, 0.022), (330, 0.022), (207, 0.045), (427, 0.045),
    ]

    static let eyebrows = [
        70, 63, 105, 66, 107, 46, 53, 52, 65, 55, 300, 293, 334, 296, 336, 276, 283, 282, 295, 285,
    ]
    static let nose = [1, 2, 4, 5, 98, 327, 168, 6, 195, 197, 94, 19, 49, 279, 48, 278]

    package static let eyes = [leftEye, rightEye]

    package static let leftEye = EyeTopology(
        outerCorner: 33, innerCorner: 133,
        upperLid: [246, 161, 160, 159, 158, 157, 173], lowerLid: [7, 163, 144, 145, 153, 154, 155],
        crease: [247, 30, 29, 27, 28, 56, 190], aboveCrease: [113, 225, 224, 223, 222, 221, 189])

    package static let rightEye = EyeTopology(
        outerCorner: 263, innerCorner: 362,
        upperLid: [466, 388, 387, 386, 385, 384, 398], lowerLid: [249, 390, 373, 374, 380, 381, 382],
        crease: [467, 260, 259, 257, 258, 286, 414], aboveCrease: [342, 445, 444, 443, 442, 441, 413])
}

/// The vertices round one eye. The four rows run from the outer corner to the inner one, without the corners.
package struct EyeTopology: Sendable {
    package let outerCorner: Int
    package let innerCorner: Int
    package let upperLid: [Int]
    package let lowerLid: [Int]
    /// The fold above the upper lid.
    package let crease: [Int]
    /// The skin between the fold and the eyebrow.
    package let aboveCrease: [Int]

    /// Every vertex that a blink or a raised brow must know about.
    var all: [Int] { upperLid + lowerLid + crease + [outerCorner, innerCorner] }
}
