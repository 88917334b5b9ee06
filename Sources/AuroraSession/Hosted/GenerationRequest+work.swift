import AuroraCore
import AuroraGraph
import AuroraHosted
import AuroraWorkspace

extension GenerationRequest {
    /// What an action asks of the service, once its inputs are known.
    init(_ work: TalkingHead, take: Int, image: Digest, audio: Digest) {
        self.init(
            model: work.provider.model, prompt: work.prompt, cfgScaleHundredths: work.settings.cfgScaleHundredths,
            format: work.settings.format, quality: work.settings.quality, safety: work.settings.safety, image: image,
            audio: audio, take: take)
    }

    /// `nil` for an action that is not the service's, or whose inputs are not all made yet.
    init?(_ keyed: KeyedAction) {
        guard case .talkingHead(let work) = keyed.action.work, work.isHosted,
            let image = keyed.inputs.first(where: { $0.field == "image" }),
            let audio = keyed.inputs.first(where: { $0.field == "audio" })
        else { return nil }
        self.init(work, take: keyed.action.take, image: image.digest, audio: audio.digest)
    }
}
