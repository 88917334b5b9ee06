/// The libraries and models that the renderer loads, each pinned to its content.
///
/// `scripts/install-engine.sh` puts them in place; `scripts/engine.lock` and `scripts/safety.lock` list the same digests.
package enum EngineFile: String, CaseIterable, Sendable {
    case tensorLibrary = "lib/libLiteRt.so"
    case speechLibrary = "lib/libhama.so"
    case faceDetectionShortRange = "models/face_detection_short_range.tflite"
    case faceDetectionFullRange = "models/face_detection_full_range_sparse.tflite"
    case faceLandmarksWithAttention = "models/face_landmark_with_attention.tflite"
    case selfieSegmentation = "models/selfie_segmentation.tflite"
    case speechModel = "models/asr_waveform.hama"
    case pronunciationEncoder = "models/g2p_encoder.hama"
    case pronunciationDecoder = "models/g2p_decoder.hama"
    case speechVocabulary = "models/g2p_vocab.json"
    case safetyLibrary = "lib/libonnxruntime.so"
    case safetyModel = "models/open-nsfw.onnx"

    /// Where it is in the engine folder.
    package var path: String { rawValue }

    /// What it is installed with.
    package var component: EngineComponent {
        switch self {
        case .tensorLibrary, .speechLibrary, .faceDetectionShortRange, .faceDetectionFullRange,
            .faceLandmarksWithAttention, .selfieSegmentation, .speechModel, .pronunciationEncoder,
            .pronunciationDecoder, .speechVocabulary:
            .engine
        case .safetyLibrary, .safetyModel: .safety
        }
    }

    /// SHA-256 of its content, in hexadecimal.
    package var digest: String {
        switch self {
        case .tensorLibrary: "eec47eb35e2924b3166015887e652a58edc9af823ae38e02bf83bef2548300bb"
        case .speechLibrary: "85cdfdfdca1894faba892976b035fe98efe0ecdd10bc20887f5e6aecdcb99fbf"
        case .faceDetectionShortRange: "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8"
        case .faceDetectionFullRange: "2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1"
        case .faceLandmarksWithAttention: "e06a804e0144f9929eda782122916b35d60c697c3c9344013ca2bbe76a6ce2b4"
        case .selfieSegmentation: "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c"
        case .speechModel: "a9fcfe73e179ca48e399cd76a90a6b3e1887bf5037ecc52b778d13a149563328"
        case .pronunciationEncoder: "ae527c1aa758cd1b038c63d4d768d05313adce7c50706c5366600ab4f4ef8d75"
        case .pronunciationDecoder: "9ac34717f88b7bed2ef84a779b6fda1ec24b0b88d37bb813631493116581369d"
        case .speechVocabulary: "520d19e4e6ae58658eed53594e0feab8ea8e1b4b04a7746e25e50c16c29b91bf"
        case .safetyLibrary: "6c1585d1bbf45b0712ea4a21b705c5fcb4ba04ff2e30f1fbf81a49faf658638f"
        case .safetyModel: "864bb37bf8863564b87eb330ab8c785a79a773f4e7c43cb96db52ed8611305fa"
        }
    }
}
