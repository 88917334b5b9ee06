package import AuroraCore
import AuroraFiles
import AuroraProvenance
import AuroraWorkspace

/// The JSON Schemas of every kind of file, and where an editor finds them.
package enum SchemaFiles {
    /// A kind of file with its schema.
    package struct Kind: Sendable {
        package let name: String
        /// A line about it.
        package let summary: String
        package let schema: JSONSchema
    }

    /// Below the workspace.
    package static let folder = ".aurora/schema"

    package static var all: [Kind] {
        FileSchema.allCases.map { Kind(name: $0.rawValue, summary: $0.summary, schema: $0.schema) } + [
            Kind(
                name: "record", summary: "records/PROFILE/XX/ID.json: what one output was made from",
                schema: ProvenanceRecord.schema)
        ]
    }

    /// Writes all of them into the workspace that contains `directory`. Returns their paths there. Throws
    /// `DiagnosticsError` if it is in none.
    package static func write(in directory: String) throws -> [String] {
        let root = try WorkspaceFinder.find(from: directory)
        return try all.map { kind in
            let path = "\(folder)/\(kind.name).json"
            try Files.write(Array(kind.schema.file.utf8), to: Paths.join(root, path))
            return path
        }
    }
}
