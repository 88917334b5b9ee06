import Foundation
import RenderCodec
import RenderFace
import RenderFrames
import RenderMedia
import RenderSpeech

@main struct Harness {
    static func main() throws {
        let a = CommandLine.arguments
        let d = try Data(contentsOf: URL(fileURLWithPath: a[1]))
        var at = 0
        func take<T>(_ n: Int, _ z: T) -> [T] { let c = n * MemoryLayout<T>.stride; let r = d.subdata(in: at..<at+c).withUnsafeBytes { Array($0.bindMemory(to: T.self)) }; at += c; return r }
        let h = take(5, Int32(0)).map(Int.init)
        let (W, H, N, T, V) = (h[0], h[1], h[2], h[3], h[4])
        let image = Image(width: W, height: H, pixels: take(W*H*3, UInt8(0)))
        let lm = take(468*3, Float(0))
        let points = (0..<468).map { Point(lm[$0*3], lm[$0*3+1]) }
        let depths = (0..<468).map { lm[$0*3+2] }
        let matte = Plane(width: W, height: H, values: take(W*H, Float(0)))
        let samples = take(N, Float(0)); let lp = take(T*V, Float(0))
        let vocab = try String(contentsOfFile: "/work/anim-scratch/vocab.txt", encoding: .utf8).components(separatedBy: "\n")
        let dec = PhonemeDecoder(symbols: vocab, blank: 190)
        let phones = dec.timeline(dec.readings(lp))
        let pros = try Prosody(of: AudioClip(samples: samples, sampleRateHz: 16000))
        let vis = Coarticulation.timeline(of: phones, prosody: pros)
        if a.count > 4 { try vis.tabSeparated.write(toFile: a[4], atomically: true, encoding: .utf8) }
        let rig = FaceRig(landmarks: points, depths: depths, pictureSize: Point(Float(W), Float(H)))
        let plate = BackgroundPlate.plate(behind: matte, reach: Plane(width: W, height: H, values: (0..<W*H).map { rig.field.reach(at: Point(Float($0%W)+0.5, Float($0/W)+0.5)) }), in: image, margin: Int(0.12*rig.mesh.frame.unit))
        let fig = BackgroundPlate.figure(in: image, coverage: matte, plate: plate)
        let layers = PortraitLayers(figure: fig, coverage: matte, plate: plate)
        let r = FrameRenderer(portrait: image, layers: layers, rig: rig)
        let snd = try AudioDecoder.decodeTrack(a[2], sampleRateHz: 48000)
        let frames = Int((snd.durationSeconds * 25).rounded(.up))
        let tl = PoseTimeline(visemes: vis, prosody: pros, mesh: rig.mesh, frameCount: frames, framesPerSecond: 25, seed: 7, style: MotionStyle())
        let w = try VideoWriter(a[3], settings: VideoSettings(width: W, height: H, framesPerSecond: 25, quality: 85), sound: snd)
        var canvas = FrameCanvas(layers)
        var t: Double = 0
        for f in 0..<frames { let p = tl.pose(ofFrame: f); let t0 = clock(); r.draw(p, on: &canvas); t += Double(clock()-t0)/1e6; try w.append(canvas.frame) }
        try w.finish()
        FileHandle.standardError.write("draw \(t/Double(frames)*1000) ms/frame; gap \(rig.mesh.lipGap) unit \(rig.mesh.frame.unit)\n".data(using: .utf8)!)
    }
}
