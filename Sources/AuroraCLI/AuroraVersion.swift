/// The version of the build tool.
enum AuroraVersion {
    static let text = "aurora 0.1.0"
}
