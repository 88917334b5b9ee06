import Synchronization

/// A task in work, whose inputs are there. Its takes may be made side by side; whoever makes the last of them ends it.
final class TaskCourse: Sendable {
    let task: StoredTask
    /// Absolute paths.
    let image: String
    let audio: String
    private let left: Mutex<Int>

    init(_ task: StoredTask, image: String, audio: String, takes: Int) {
        self.task = task
        self.image = image
        self.audio = audio
        left = Mutex(takes)
    }

    /// To be called once for each take that has come to its end: whether it was the last.
    func isLast() -> Bool {
        left.withLock { left in
            left -= 1
            return left == 0
        }
    }
}
