package import RenderInference
package import RenderMedia

/// What was found out of a portrait for one video, and serves every other of the same picture.
package struct KnownPortrait: Sendable {
    package let portrait: Portrait
    package let renderer: FrameRenderer

    /// Analyses the picture that `video` animates, which is scaled for it already. Throws `PortraitError`.
    package init(_ image: Image, of video: TalkingHead, engine: EngineFolder) throws(PortraitError) {
        portrait = try Portrait(analysing: image, face: video.face, engine: engine)
        renderer = portrait.renderer(video.picture)
    }
}
