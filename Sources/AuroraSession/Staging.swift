import AuroraBuild
import AuroraCache
import AuroraCore
import AuroraFiles

/// Where a provider works: a folder of its own for each action, with copies of the inputs.
struct Staging: Sendable {
    let folder: ContainedFolder
    let layout: DiskLayout
    let contentStore: any ContentStore

    /// Works in a new folder, which is gone if the work fails.
    func during<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let staging = try layout.freshTemporary()
        do {
            try Files.createDirectories(staging)
            return try await body(staging)
        } catch {
            // Why it failed counts; what cannot be removed is swept by the next build.
            try? Files.removeTree(staging)
            throw error
        }
    }

    /// Copies the input of a field aside. Returns the copy's name in `staging`.
    func copy(_ field: String, of request: ProviderRequest, to staging: String) throws -> String {
        guard let bytes = request.inputs[field] else { preconditionFailure("a request has all its inputs") }
        return try copy(bytes, as: field, to: staging)
    }

    /// Copies an input aside, so that what is used is what was hashed: a file edited while a build runs must not end up
    /// under the key of its earlier content. The suffix stays, since some decoders go by it.
    func copy(_ bytes: InputBytes, as name: String, to staging: String) throws -> String {
        let copy = name + bytes.suffix
        try write(bytes, to: Paths.join(staging, copy))
        return copy
    }

    /// Writes the bytes of an input to a new file, or over one that is there, if they are what they were when they were
    /// hashed.
    func write(_ bytes: InputBytes, to path: String, isExecutable: Bool = false, isThere: Bool = false) throws {
        switch bytes {
        case .file(let file, let digest):
            let source = try folder.open(file.path)
            let copied =
                isThere
                ? try Files.copy(source, over: path)
                : try Files.copy(source, toNew: path, isExecutable: isExecutable)
            guard copied == digest else {
                throw DiagnosticsError([
                    Diagnostic("`\(file.path)` changed while it was being built", at: file.span, hint: "build again")
                ])
            }
        case .stored(let artifact, _, _): try contentStore.materialize(artifact.digest, at: path)
        }
    }
}
