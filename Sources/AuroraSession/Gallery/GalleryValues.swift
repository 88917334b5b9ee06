import AuroraCore
import AuroraGallery
import AuroraGraph
import AuroraProvenance

/// Turns records into what a page shows of them.
struct GalleryValues {
    let media: GalleryMedia
    /// Stills of videos, by the videos' digests; addresses relative to the page.
    let stills: [Digest: String]
    /// Scripts with the text of captions, by their digests; addresses relative to the page.
    let scripts: [Digest: String]
    /// Where results were committed first.
    let origins: [RecordedOutput.Result: GalleryOutput.Commit]
    /// Those that are campaigns, or folders of scenes.
    let campaigns: Set<String>

    /// All outputs by profile and scene.
    func scenes(_ records: RecordSet) -> [GalleryScene] {
        let groups = records.scenes
        return groups.map { outputs in
            GalleryScene(
                scene: outputs[0].record.scene, profile: outputs[0].profile,
                campaign: campaign(of: outputs[0].record.scene),
                outputs: outputs.map { value($0, in: records) })
        }
    }

    /// What a page shows of an output, whose poster is looked for among these records.
    func value(_ output: RecordedOutput, in records: RecordSet) -> GalleryOutput {
        let record = output.record
        var parameters = record.parameters
        let kind = parameters.removeValue(forKey: "kind") ?? ""
        let prompt = parameters.removeValue(forKey: "prompt") ?? parameters.removeValue(forKey: "text")
        parameters["keyFormat"] = nil
        let file = record.outputName(output.name)
        var value = GalleryOutput(
            name: output.name, part: output.part, kind: kind, take: record.take, file: file,
            medium: output.medium, bytes: record.output.bytes,
            shape: record.media.map { media in
                GalleryOutput.Shape(
                    width: media.width, height: media.height, framesPerSecond: media.framesPerSecond,
                    milliseconds: media.durationMilliseconds,
                    codecs: [media.videoCodec, media.audioCodec].filter { !$0.isEmpty }.joined(separator: ", "))
            },
            cost: record.cost.microDollars,
            maker: GalleryOutput.Maker(
                provider: record.provider.name, model: record.provider.model, engine: record.provider.engine),
            digest: record.output.digest.hexadecimal, prompt: prompt.flatMap { $0.isEmpty ? nil : $0 },
            inputs: record.inputs.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(Self.input),
            settings: parameters, commit: origins[output.result],
            paidAt: record.paid.map { UTCTime(milliseconds: $0.finished).description })
        value.url = media[output]?.address
        value.script = scripts[record.output.digest]
        if output.medium == .picture {
            value.poster = value.url
        } else if let poster = records.poster(of: output), let place = media[poster] {
            value.poster = place.address
        } else {
            value.poster = stills[record.output.digest]
        }
        return value
    }

    func campaign(of scene: String) -> String? {
        if campaigns.contains(scene) { return scene }
        return scene.firstIndex(of: "/").map { String(scene[..<$0]) }
    }

    private static func input(_ name: String, _ input: RecordedInput) -> GalleryOutput.Input {
        let maker = input.madeBy?.parameters
        let source =
            input.path ?? maker?["url"] ?? maker?["text"].map { "“\($0)”" } ?? maker?["kind"] ?? "made by another step"
        return GalleryOutput.Input(name: name, source: source, digest: input.sha256.hexadecimal)
    }
}

extension RecordedOutput {
    /// What tells it apart from its scene's first video; empty for that.
    var part: String {
        let scene = record.scene
        guard name.hasPrefix(scene + ".") else { return name == scene ? "" : name }
        return String(name.dropFirst(scene.count + 1))
    }

    var medium: GalleryOutput.Medium { GalleryOutput.Medium(suffix: suffix) }
}

extension RecordSet {
    /// Outputs of one scene in one profile together, by profile, then scene; in each the video that stands for it first.
    var scenes: [[RecordedOutput]] {
        struct Group: Hashable {
            let profile: String
            let scene: String
        }
        return Dictionary(grouping: sorted) { Group(profile: $0.profile, scene: $0.record.scene) }
            .sorted {
                let (left, right) = ($0.key, $1.key)
                let (one, other) =
                    left.profile == right.profile ? (left.scene, right.scene) : (left.profile, right.profile)
                return one.utf8.lexicographicallyPrecedes(other.utf8)
            }
            .map { $0.value.sorted { $0.rank < $1.rank || ($0.rank == $1.rank && RecordedOutput.precedes($0, $1)) } }
    }

    /// The scene's own still of a video: of the same take, and of the same shape as far as anybody can tell.
    func poster(of output: RecordedOutput) -> RecordedOutput? {
        guard output.medium == .video else { return nil }
        let profile = output.recordPath.dropLast("\(output.name).json".count)
        let name = output.record.take == 1 ? output.record.scene : "\(output.record.scene).t\(output.record.take)"
        guard let poster = outputs["\(profile)\(name).poster.json"], poster.medium == .picture else { return nil }
        guard output.name != name, let media = output.record.media else { return poster }
        // A variant of another shape has another still.
        guard let main = outputs["\(profile)\(name).json"]?.record.media else { return nil }
        return main.width * media.height == media.width * main.height ? poster : nil
    }
}

extension RecordedOutput {
    /// Videos first, of these the one that everything else is made of, then takes in order.
    fileprivate var rank: Int {
        let isMain = record.parameters["kind"] == ActionKind.talkingHead.rawValue
        return (medium == .video ? 0 : 100) + (isMain ? 0 : 50) + min(record.take, 9)
    }
}
