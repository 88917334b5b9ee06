import AuroraHosted
import AuroraTesting
import AuroraWorkspace
import Testing

@testable import AuroraServe

/// The document that tells what the server takes, held to what it takes.
@Suite struct OpenAPITests {
    private static let schemas = OpenAPIDocument.value["components"]?["schemas"]

    @Test func documentIsAsItWasReviewed() throws {
        let text = OpenAPIDocument.value.line.replacing("},\"", with: "},\n\"")
        #expect(try Golden.difference(text + "\n", from: "openapi.txt") == nil)
    }

    /// Bounds that the document tells are those at which the server's answer changes.
    @Test func boundsAreThoseOfTheServer() throws {
        let properties = try #require(Self.schemas?["VideoInference"]?["properties"])
        guard case .object(let members) = properties else { return }
        #expect(Set(members.keys) == Set(HostedField.videoInference.map(\.name)))
        for (name, schema) in members {
            func isTaken(_ value: JSONValue) -> Bool { FieldCheck(ServeBench.task([name: value])).problems.isEmpty }
            if let least = schema["minimum"]?.number, let most = schema["maximum"]?.number {
                let step = schema["multipleOf"]?.number ?? 1
                #expect(isTaken(.number(least)) && isTaken(.number(most)), "\(name)")
                #expect(!isTaken(.number(least - step)) && !isTaken(.number(most + step)), "\(name)")
            }
            if let least = schema["minLength"]?.number, let most = schema["maxLength"]?.number {
                func text(_ count: Double) -> JSONValue { .text(String(repeating: "a", count: Int(count))) }
                #expect(isTaken(text(least)) && isTaken(text(most)) && !isTaken(text(most + 1)), "\(name)")
            }
            for word in schema["enum"]?.list ?? [] { #expect(isTaken(word), "\(name)") }
            if schema["enum"] != nil { #expect(!isTaken(.text("nothing of this")), "\(name)") }
        }
    }

    @Test func everyTypeOfTaskIsTold() async throws {
        let told = try #require(Self.schemas?["Task"]?["oneOf"]?.list)
        let bench = try ServeBench()
        let answer = await bench.answer(.object(["taskType": .text("unknown")]))
        // Authentication is told as a way to show the key.
        #expect(told.count == (answer.problems.first?.allowedValues.count ?? 0) - 1)
    }
}
