/// Which names of a folder a workspace goes by, folded into 64 bits: YAML files, records and folders. What editors and
/// people leave beside them changes nothing.
package enum FolderNames {
    package static func mark(_ entries: [FolderEntry]) -> UInt64 {
        var mark: UInt64 = 0xCBF2_9CE4_8422_2325
        func take(_ byte: UInt8) { mark = (mark ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for entry in entries where counts(entry) {
            take(entry.kind.rawValue)
            for byte in entry.name.utf8 { take(byte) }
            take(0)
        }
        return mark
    }

    private static func counts(_ entry: FolderEntry) -> Bool {
        switch entry.kind {
        case .directory: !entry.name.hasPrefix(".")
        default: [".yaml", ".yml", ".json"].contains { entry.name.hasSuffix($0) }
        }
    }
}
