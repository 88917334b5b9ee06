package import AuroraFiles

/// The records that HEAD did not hold when a snapshot was taken, and why: the same is to be said as long as HEAD and
/// every file with a say in it are as they were.
package struct SnapshotWaiting: Hashable, Sendable {
    /// A file outside the units that has a say: a setting of git, for one.
    package struct Rule: Hashable, Sendable {
        /// Absolute.
        package let path: String
        package let print: FilePrint

        package init(path: String, print: FilePrint) {
            self.path = path
            self.print = print
        }
    }

    /// A record, or a file that one waits for. What `reason` means is the matter of whoever took the snapshot.
    package struct Record: Hashable, Sendable {
        package let path: String
        package let reason: UInt8
        package let inputs: [Input]

        package init(path: String, reason: UInt8, inputs: [Input]) {
            self.path = path
            self.reason = reason
            self.inputs = inputs
        }
    }

    package struct Input: Hashable, Sendable {
        package let path: String
        package let reason: UInt8

        package init(path: String, reason: UInt8) {
            self.path = path
            self.reason = reason
        }
    }

    package let rules: [Rule]
    package let records: [Record]

    package init(rules: [Rule], records: [Record]) {
        self.rules = rules
        self.records = records
    }
}

extension Snapshot {
    /// The records that waited; `nil` if none did, if nobody looked, or if what is said of them cannot be trusted.
    package var waiting: SnapshotWaiting? {
        let section = header.section(.waiting, of: file.bytes)
        guard !section.isEmpty, header.isIntact(.waiting, of: file.bytes) else { return nil }
        var reader = ByteReader(section)
        return SnapshotWaiting(&reader)
    }
}

extension SnapshotWaiting {
    func write(to writer: inout ByteWriter) {
        writer.append(UInt32(rules.count))
        for rule in rules {
            writer.append(rule.path)
            writer.append(rule.print.value)
        }
        writer.append(UInt32(records.count))
        for record in records {
            writer.append(record.path)
            writer.append(record.reason)
            writer.append(UInt32(record.inputs.count))
            for input in record.inputs {
                writer.append(input.path)
                writer.append(input.reason)
            }
        }
    }

    init?(_ reader: inout ByteReader) {
        guard let ruleCount = reader.integer(UInt32.self) else { return nil }
        var rules: [Rule] = []
        for _ in 0..<ruleCount {
            guard let path = reader.text(), let print = reader.integer(UInt64.self) else { return nil }
            rules.append(Rule(path: path, print: FilePrint(value: print)))
        }
        guard let recordCount = reader.integer(UInt32.self) else { return nil }
        var records: [Record] = []
        for _ in 0..<recordCount {
            guard let path = reader.text(), let reason = reader.integer(UInt8.self),
                let inputCount = reader.integer(UInt32.self)
            else { return nil }
            var inputs: [Input] = []
            for _ in 0..<inputCount {
                guard let path = reader.text(), let reason = reader.integer(UInt8.self) else { return nil }
                inputs.append(Input(path: path, reason: reason))
            }
            records.append(Record(path: path, reason: reason, inputs: inputs))
        }
        self.init(rules: rules, records: records)
    }
}
