import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraNet
import AuroraWorkspace

/// Brings files of the network into the store. What a record says of a URL holds until the user asks for a refresh: these
/// bytes or none.
struct FetchProvider: Provider {
    let downloader: any Downloading
    let staging: Staging
    let notes: FetchNotes

    func objections(to action: Action) -> [Diagnostic] { [] }

    func run(_ request: ProviderRequest, progress: @escaping @Sendable (ActionProgress) -> Void) async throws
        -> ProvidedFile
    {
        guard case .fetch(let work) = request.action.work else { preconditionFailure("another provider's work") }
        progress(ActionProgress(stage: "fetching", fraction: nil))
        return try await staging.during { folder in
            let path = Paths.join(folder, "file")
            if let recorded = request.recorded, try staging.contentStore.size(of: recorded) != nil {
                try staging.contentStore.materialize(recorded, at: path)
                return ProvidedFile(path: path, media: nil, cost: .zero)
            }
            guard case .fetched(let version, _) = try await get(work.remote, to: path, unless: nil) else {
                preconditionFailure("only who has a version can be told that it is unchanged")
            }
            let digest = try Files.digest(path)
            if let recorded = request.recorded, recorded != digest {
                throw FetchError(diagnostic: Self.changed(work.remote, from: recorded, to: digest))
            }
            try notes.write(FetchNotes.Note(version: version, digest: digest), for: request.key)
            return ProvidedFile(path: path, media: nil, cost: .zero)
        }
    }

    /// Asks for a file, with what goes wrong at the place where its URL is stated.
    func get(_ remote: RemoteFile, to path: String, unless known: RemoteVersion?) async throws -> Download {
        let url: WebURL
        do throws(WebURL.Refusal) { url = try WebURL(remote.url) } catch {
            throw FetchError(diagnostic: Diagnostic("the URL \(error.problem)", at: remote.span, hint: error.hint))
        }
        do throws(any Error) { return try await downloader.get(url, to: path, unless: known) } catch let error
            as NetError
        {
            throw FetchError(diagnostic: error.diagnostic(url, at: remote.span))
        }
    }

    private static func changed(_ remote: RemoteFile, from old: Digest, to new: Digest) -> Diagnostic {
        Diagnostic(
            "`\(PrintableText.sanitized(remote.url))` is no longer what it was when it was recorded", at: remote.span,
            notes: ["recorded: sha256 \(old.hexadecimal)", "fetched: sha256 \(new.hexadecimal)"],
            hint: "build with `--refresh` to go on with what is there now")
    }
}

/// Why a file could not be fetched.
struct FetchError: DiagnosticConvertible {
    let diagnostic: Diagnostic

    var diagnostics: [Diagnostic] { [diagnostic] }
}
