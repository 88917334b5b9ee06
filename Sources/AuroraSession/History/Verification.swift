package import AuroraCore
import AuroraGraph
package import AuroraProvenance

/// Whether outputs, records and manifests are what they claim.
package struct Verification: Sendable {
    /// Something that is not what it claims.
    package struct Finding: Hashable, Sendable {
        /// The file that is wrong, workspace-relative.
        package let path: String
        package let diagnostic: Diagnostic

        init(_ path: String, _ problem: String, notes: [String] = [], hint: String? = nil) {
            self.path = path
            diagnostic = Diagnostic(problem, notes: notes, hint: hint)
        }
    }

    /// What was compared with what is said of it.
    package struct Counts: Hashable, Sendable {
        package var records = 0
        /// Records whose key was worked out again.
        package var keys = 0
        package var inputs = 0
        package var pins = 0
        /// Files of outputs; with a revision, entries of the cache.
        package var outputs = 0
        /// Outputs that are not here to be looked at.
        package var absentOutputs = 0
    }

    /// `nil` for the workspace as it is.
    package let revision: Revision?
    /// By path.
    package internal(set) var findings: [Finding] = []
    package internal(set) var counts = Counts()

    init(_ revision: Revision? = nil) { self.revision = revision }

    package var isSound: Bool { findings.isEmpty }
}

extension Verification {
    /// Checks records among themselves: that each can be read, lies where it belongs and has the key of its fields, and
    /// that those of one result agree on its size.
    mutating func check(_ records: RecordSet) {
        for path in records.unreadable where path.hasSuffix(".json") {
            findings.append(
                Finding(
                    path, "is no record that this version can read", hint: "restore it with git, or build again"))
        }
        var sizes: [Digest: (bytes: Int64, path: String)] = [:]
        for output in records.sorted {
            counts.records += 1
            checkPlace(output)
            checkKey(output)
            checkMakers(output, records)
            let size = output.record.output.bytes
            if let other = sizes[output.result.digest], other.bytes != size {
                findings.append(
                    Finding(
                        output.recordPath, "says \(size) bytes of a result of which `\(other.path)` says \(other.bytes)"
                    ))
            }
            sizes[output.result.digest] = (size, output.recordPath)
            if output.record.cost < .zero {
                findings.append(Finding(output.recordPath, "says that it cost \(output.record.cost)"))
            }
        }
    }

    /// Checks that each pin can be read and is of what the record of its output is of.
    mutating func checkPins(_ records: RecordSet) {
        let outputs = Dictionary(
            records.outputs.values.map { ("\($0.profile)/\($0.name)", $0) }, uniquingKeysWith: { first, _ in first })
        for pin in records.pins.values {
            counts.pins += 1
            let name = PrintableText.sanitized(pin.name)
            let hint = "bring the one that is wrong back with git, or run `aurora pin --remove \(name)`"
            guard let digest = pin.digest else {
                findings.append(Finding(pin.path, "is no pin that this version can read", hint: hint))
                continue
            }
            guard let output = outputs["\(pin.profile)/\(pin.name)"] else {
                findings.append(Finding(pin.path, "pins `\(name)`, of which there is no record", hint: hint))
                continue
            }
            guard output.result.digest != digest else { continue }
            findings.append(
                Finding(
                    pin.path, "pins `\(name)` to another result than its record speaks of",
                    notes: ["the pin says \(digest.short)…, the record \(output.result.digest.short)…"], hint: hint))
        }
    }

    private mutating func checkPlace(_ output: RecordedOutput) {
        let record = output.record
        let base = record.take == 1 ? record.scene : "\(record.scene).t\(record.take)"
        let fan = String(Digest(hashing: record.scene).hexadecimal.prefix(2))
        let isThere = RecordPlace(output.recordPath)?.fan == fan
        guard !isThere || output.name != base && !output.name.hasPrefix(base + ".") else { return }
        findings.append(
            Finding(
                output.recordPath,
                "is the record of another output: of scene `\(PrintableText.sanitized(record.scene))`, take \(record.take)",
                hint: "restore it with git, or build again"))
    }

    private mutating func checkKey(_ output: RecordedOutput) {
        // A record of another version may have fields whose meaning is not known here.
        guard let keys = output.record.possibleKeys else { return }
        counts.keys += 1
        guard !keys.contains(output.record.key) else { return }
        findings.append(
            Finding(
                output.recordPath, "has a key that is not the one of its fields",
                notes: ["it says \(output.record.key.digest.short)"], hint: "restore it with git, or build again"))
    }

    /// What an input was made by has to have the key of its fields too; and if it has a record of its own, that record
    /// has to be of these very bytes.
    private mutating func checkMakers(_ output: RecordedOutput, _ records: RecordSet) {
        for (name, input) in output.record.inputs.sorted(by: { $0.key < $1.key }) {
            guard let maker = input.madeBy else { continue }
            let keys = maker.parameters.isEmpty ? nil : KeyRecipe.keys(of: maker.parameters)
            if let keys, !keys.contains(maker.key) {
                findings.append(
                    Finding(
                        output.recordPath,
                        "has a key for what made its `\(PrintableText.sanitized(name))` that is not the "
                            + "one of its fields", hint: "restore it with git, or build again"))
            }
            let made = records.madeBy(maker.key, sceneOf: output)
            if let made, made.result.digest != input.sha256 {
                findings.append(
                    Finding(
                        output.recordPath, "was made from another result than `\(made.recordPath)` speaks of",
                        hint: "build again"))
            }
        }
    }
}

extension RecordSet {
    /// The output of the same scene and profile that has this key.
    fileprivate func madeBy(_ key: ActionKey, sceneOf other: RecordedOutput) -> RecordedOutput? {
        let take = other.record.take == 1 ? "" : ".t\(other.record.take)"
        let fan = RecordPlace(other.recordPath)?.fan ?? ""
        let path = "records/\(other.profile)/\(fan)/\(other.record.scene)\(take).json"
        return outputs[path].flatMap { $0.result.key == key ? $0 : nil }
    }
}
