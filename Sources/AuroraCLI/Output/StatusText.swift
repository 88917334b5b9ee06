import AuroraCore
import AuroraSession

/// What `aurora status` says to people: a line a scene.
struct StatusText {
    let style: Style
    /// Characters in a line; `nil` where nobody cuts what is longer.
    var columns: Int?

    func text(_ scenes: [SceneStatus]) -> String {
        let names = scenes.map { PrintableText.sanitized($0.scene.text) }
        let width = names.map { DisplayWidth.of($0) }.max() ?? 0
        let lines = zip(scenes, names).map { scene, name in
            let padding = String(repeating: " ", count: width - DisplayWidth.of(name))
            let length = scene.durationMilliseconds.map { Amounts.length(milliseconds: $0) } ?? ""
            // What stands before it takes as much.
            let room = columns.map { max(10, $0 - width - 20) } ?? Int.max
            let rest =
                scene.detail.map { DisplayWidth.cut(PrintableText.sanitized($0), to: room) }
                ?? style.path(DisplayWidth.cutStart(of: PrintableText.sanitized(scene.output), to: room))
            return "\(mark(scene.state))  \(name)\(padding)  \(leftPadded(length, 7))  \(rest)\n"
        }
        return lines.joined()
    }

    private func mark(_ state: SceneStatus.State) -> String {
        switch state {
        case .current: style.good("current")
        case .changed: style.warning("changed")
        case .missing: style.warning("missing")
        case .failed: style.bad("failed ")
        }
    }

    private func leftPadded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
