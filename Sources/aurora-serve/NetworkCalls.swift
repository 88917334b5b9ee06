import AuroraNet
import AuroraServe

/// Calls what strangers name, guarded.
struct NetworkCalls: OutgoingCalls {
    private let files: GuardedCalls
    private let documents: GuardedCalls

    init(allowing hosts: Set<String>) {
        files = GuardedCalls(
            allowing: hosts, limits: HTTPLimits(connectSeconds: 10, totalSeconds: 60, stallSeconds: 15))
        // Whoever is called has about five seconds to answer.
        documents = GuardedCalls(
            allowing: hosts,
            limits: HTTPLimits(answerBytes: 1 << 20, connectSeconds: 4, totalSeconds: 8, stallSeconds: 5))
    }

    func objection(to url: String) -> String? { files.objection(to: url) }

    func fetch(_ url: String, to path: String, maximumBytes: Int64) async throws(CallFailure) {
        do throws(GuardedCalls.Failure) { try await files.fetch(url, to: path, maximumBytes: maximumBytes) } catch {
            throw CallFailure(error.words, mayPass: error.mayPass)
        }
    }

    func post(_ document: [UInt8], to url: String) async throws(CallFailure) -> Int {
        do throws(GuardedCalls.Failure) {
            return try await documents.send(.post, .bytes(document), contentType: "application/json", to: url)
        } catch { throw CallFailure(error.words, mayPass: error.mayPass) }
    }

    func put(_ file: String, contentType: String, to url: String) async throws(CallFailure) -> Int {
        do throws(GuardedCalls.Failure) {
            return try await files.send(.put, .file(file), contentType: contentType, to: url)
        } catch { throw CallFailure(error.words, mayPass: error.mayPass) }
    }
}
