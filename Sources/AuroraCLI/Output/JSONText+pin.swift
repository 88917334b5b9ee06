import AuroraSession

extension JSONText {
    static func pins(_ changes: [PinChange]) -> String {
        changes.map { change in
            line(
                "pin",
                [
                    "output": .text(change.name), "path": .text(change.path), "pinned": .flag(change.isPinned),
                    "changed": .flag(!change.wasSo),
                ])
        }.joined()
    }
}
