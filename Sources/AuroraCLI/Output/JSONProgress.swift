import AuroraBuild

/// Events as JSON, one a line, for programs.
final class JSONProgress: BuildProgress {
    private let output: Terminal

    init(output: Terminal) { self.output = output }

    func observe(_ event: BuildEvent) { output.write(JSONText.event(event)) }

    func end() {}
}
