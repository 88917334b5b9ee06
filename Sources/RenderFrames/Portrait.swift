package import RenderCodec
package import RenderFace
package import RenderInference
package import RenderMedia

/// Why a picture cannot be made into a talking head.
package enum PortraitError: Error, Equatable, Sendable {
    case unreadable(CodecError)
    case unsuitable(FaceError)
    /// The face that was chosen in it, or that was said to be there, cannot be animated.
    case unsuitableChoice(FaceError)
    /// Longer than four times its short side.
    case elongated(width: Int, height: Int)
}

/// A portrait at the size of the video, with all that is known of its face.
package struct Portrait: Sendable {
    package let image: Image
    package let rig: FaceRig
    /// How much of each pixel is the figure, 0…1.
    package let matte: Plane

    /// The background that is not trusted round the figure, in units (IOD): with less, single hairs and the tips of ears
    /// stay behind in the plate, with more, the blur of the plate shows as a halo.
    private static let plateMargin: Float = 0.07

    package init(image: Image, rig: FaceRig, matte: Plane) {
        self.image = image
        self.rig = rig
        self.matte = matte
    }

    /// Reads and analyses the picture at `path`, scaled so that its short side has `shortSide` pixels.
    package static func read(
        _ path: String, face: FaceSelection = .largest, shortSide: Int, engine: EngineFolder
    ) throws -> Portrait {
        try Portrait(analysing: picture(at: path, shortSide: shortSide), face: face, engine: engine)
    }

    /// Analyses a picture that has the video's size. Throws `.unsuitable` and `.unsuitableChoice`.
    package init(analysing image: Image, face: FaceSelection, engine: EngineFolder) throws(PortraitError) {
        do throws(FaceError) {
            let analysis = try Self.analyse(image, face, engine)
            let size = Point(Float(image.width), Float(image.height))
            let landmarks = LipLine(portrait: image, landmarks: analysis.landmarks.points).corrected()
            let rig = FaceRig(
                landmarks: landmarks, depths: analysis.landmarks.depths, pictureSize: size,
                irises: [analysis.landmarks.leftIris[0], analysis.landmarks.rightIris[0]],
                cover: FaceCover(portrait: image, landmarks: landmarks))
            self.init(image: image, rig: rig, matte: analysis.matte)
        } catch {
            if face == .largest { throw .unsuitable(error) }
            throw .unsuitableChoice(error)
        }
    }

    private static func analyse(
        _ image: Image, _ face: FaceSelection, _ engine: EngineFolder
    ) throws(FaceError) -> PortraitAnalysis {
        let analyzer: PortraitAnalyzer
        do throws(InferenceError) {
            analyzer = try engine.taken(or: PortraitAnalyzer.init)
        } catch {
            throw .inference(error)
        }
        defer { engine.putBack(analyzer) }
        return try analyzer.analyse(image, face: face)
    }

    /// The picture at `path` with even sides, the short one as asked for. Throws `.unreadable` and `.elongated`.
    package static func picture(at path: String, shortSide: Int) throws(PortraitError) -> Image {
        let image: Image
        do throws(CodecError) {
            image = try ImageDecoder.decode(path)
        } catch {
            throw .unreadable(error)
        }
        let (short, long) = (min(image.width, image.height), max(image.width, image.height))
        guard long <= 4 * short else { throw .elongated(width: image.width, height: image.height) }
        let even = (long * shortSide + short) / (2 * short) * 2
        let isWide = image.width > image.height
        do throws(CodecError) {
            return try ImageScaler.scaled(image, width: isWide ? even : shortSide, height: isWide ? shortSide : even)
        } catch {
            throw .unreadable(error)
        }
    }

    /// Takes the portrait apart into the layers that are drawn.
    package func renderer(_ style: PictureStyle = PictureStyle()) -> FrameRenderer {
        let image = style.lit(image)
        let matte = BackgroundPlate.firm(matte)
        let reach = reach()
        let margin = max(Int(Self.plateMargin * rig.mesh.frame.unit), 2)
        var plate = BackgroundPlate.plate(behind: matte, reach: reach, in: image, margin: margin)
        let figure = BackgroundPlate.figure(in: image, coverage: matte, plate: plate)
        if style.backgroundBlur > 0 {
            let everywhere = Plane(width: image.width, height: image.height, repeating: 1)
            let background = BackgroundPlate.plate(behind: matte, reach: everywhere, in: image, margin: margin)
            plate = BackgroundPlate.plate(
                of: figure, coverage: matte, reach: reach,
                before: style.blurred(background, unit: rig.mesh.frame.unit))
        }
        let layers = PortraitLayers(figure: figure, coverage: matte, plate: plate)
        return FrameRenderer(portrait: image, layers: layers, rig: rig)
    }

    /// How far each pixel takes part in the head's movement.
    private func reach() -> Plane {
        var plane = Plane(width: image.width, height: image.height)
        for index in plane.values.indices {
            let point = Point(Float(index % image.width) + 0.5, Float(index / image.width) + 0.5)
            plane.values[index] = rig.field.reach(at: point)
        }
        return plane
    }
}
