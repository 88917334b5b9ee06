package import RenderFace
package import RenderMedia

/// A frame that is drawn again and again. It starts as the plate; only what the figure touches is drawn anew.
package struct FrameCanvas: Sendable {
    fileprivate var drawn: VideoFrame
    /// The part of it that the camera sees; nil for all.
    fileprivate var seen: VideoFrame?
    /// For each cell of the picture, whether it shows anything but the plate.
    fileprivate var touched: [Bool]

    package init(_ layers: PortraitLayers) {
        drawn = layers.plate
        touched = [Bool](repeating: false, count: layers.cellCount)
    }

    /// The frame as it is to be shown.
    package var frame: VideoFrame { seen ?? drawn }
}

/// Draws the frame of a pose. Holds nothing that changes, so several canvases may be drawn at once.
package struct FrameRenderer: Sendable {
    package let layers: PortraitLayers
    private let rig: FaceRig
    private let field: FieldRaster
    private let skin: MeshRaster
    private let sockets: MeshRaster
    private let mouth: MouthInterior
    private let lids: LidPaint

    package init(portrait: Image, layers: PortraitLayers, rig: FaceRig) {
        self.layers = layers
        self.rig = rig
        field = FieldRaster(layers: layers, field: rig.field)
        skin = MeshRaster(triangles: rig.mesh.triangles, rest: rig.mesh.rest, layers: layers)
        sockets = MeshRaster(triangles: FaceMesh.socketTriangles, rest: rig.mesh.rest, layers: layers)
        mouth = MouthInterior(portrait: portrait, mesh: rig.mesh, basis: rig.basis)
        lids = LidPaint(portrait: portrait, mesh: rig.mesh)
    }

    /// Draws from the back to the front: the moving head, eyes and mouth as they are in the portrait, the skin over
    /// them, and the inside of the mouth.
    package func draw(_ pose: FacePose, seenIn view: CameraPath.View? = nil, on canvas: inout FrameCanvas) {
        let rotation = HeadRotation(pose.head)
        let positions = field.sourcePositions(under: rotation)
        let unmoved = rig.vertices(ExpressionWeights(), rotation)
        let posed = rig.vertices(pose.expression, rotation)
        let covered = CoveredCells(posed, layers: layers)
        var touched = canvas.touched
        mark(box(of: posed), in: &touched)
        layers.withSources { sources in
            canvas.drawn.withMutablePointers { frame in
                field.draw(positions, under: covered, from: sources, to: frame, touched: &touched)
                sockets.draw(unmoved, showing: rig.seen(pose.gaze), from: sources, to: frame)
                let skinPose = skinPose(pose.expression)
                let skinned = skinPose == pose.expression ? posed : rig.vertices(skinPose, rotation)
                skin.draw(skinned, showing: rig.shown(skinPose), from: sources, to: frame)
                SkinLines.drawFolds(posed, pose.expression, unit: rig.mesh.frame.unit, to: frame)
                SkinLines.drawSeam(posed, share: seam(pose.expression), unit: rig.mesh.frame.unit, to: frame)
                if pose.expression[.blink] > 0.02 {
                    lids.draw(open: unmoved, posed: posed, closure: pose.expression[.blink], to: frame)
                    SoftEdges.softenLids(posed, in: frame)
                    LashLine.draw(posed, unit: rig.mesh.frame.unit, closure: pose.expression[.blink], to: frame)
                }
                mouth.draw(
                    posed, axes: mouthAxes(rotation), jaw: pose.expression[.jaw], tongue: pose.tongue, to: frame)
            }
        }
        mark(box(of: posed), in: &touched)
        canvas.touched = touched
        if let view {
            var seen = canvas.seen ?? canvas.drawn
            canvas.seen = nil
            FrameZoom.draw(view, of: canvas.drawn, to: &seen)
            canvas.seen = seen
        } else {
            canvas.seen = nil
        }
    }

    /// What the skin does of an expression: below close rims the lids are painted alone, or the rims would be drawn along.
    private func skinPose(_ expression: ExpressionWeights) -> ExpressionWeights {
        guard rig.mesh.cover.hasCloseRims else { return expression }
        var result = expression
        result[.blink] = 0
        return result
    }

    /// How much of a line between shut lips has to be drawn: none where the portrait has one itself.
    private func seam(_ expression: ExpressionWeights) -> Float {
        let isOpenMouthed = min(max((rig.mesh.lipGap - 0.05) / 0.05, 0), 1)
        let parted = 6 * expression[.jaw] + 3 * expression[.lowerLip] + 3 * expression[.upperLip]
        return isOpenMouthed * min(max(expression[.close] * (1 - parted), 0), 1)
    }

    /// The skull's axes at the teeth, which lie a little behind the lips.
    private func mouthAxes(_ rotation: HeadRotation) -> MouthInterior.Axes {
        let frame = rig.mesh.frame
        let (lip, depth) = (FaceTopology.upperLipMiddle, 0.1 * frame.unit)
        func carried(_ right: Float, _ down: Float) -> Point {
            let point = mouth.origin + frame.displacement(right: right, down: down)
            return rig.carried(point, behind: lip, by: depth, rotation)
        }
        let reach: Float = 0.25
        return MouthInterior.Axes(
            origin: carried(0, 0), right: (carried(reach, 0) - carried(-reach, 0)) / (2 * reach),
            down: (carried(0, reach) - carried(0, -reach)) / (2 * reach))
    }

    private func box(of points: [Point]) -> Box {
        Box(
            minimum: points.reduce(points[0], pointwiseMin) - 2, maximum: points.reduce(points[0], pointwiseMax) + 2)
    }

    /// Marks the cells that a box meets: the mesh may have drawn there, even where the field would draw nothing.
    private func mark(_ box: Box, in touched: inout [Bool]) {
        let size = Float(PortraitLayers.cellSize)
        func cells(_ low: Float, _ high: Float, _ count: Int) -> ClosedRange<Int> {
            let first = min(max(Int(low / size), 0), count - 1)
            return first...min(max(Int(high / size), first), count - 1)
        }
        for row in cells(box.minimum.y, box.maximum.y, layers.cellRows) {
            for column in cells(box.minimum.x, box.maximum.x, layers.cellColumns) {
                touched[row * layers.cellColumns + column] = true
            }
        }
    }
}
