import AuroraCore
import AuroraGraph

/// Steps that are ready to start, those of one key together. What is in the cache comes first, since it is there at
/// once; then what others were made for, so that a scene is finished before the next one begins.
struct BatchQueue {
    enum Lane { case restore, goOn, run }

    private var lanes: [WorkPlace: [Lane: ArraySlice<ActionKey>]] = [:]
    private var members: [ActionKey: [Int]] = [:]
    private var running: Set<ActionKey> = []
    /// Steps whose key is running already: they wait for its result.
    private var followers: [ActionKey: [Int]] = [:]

    mutating func push(_ index: Int, _ key: ActionKey, _ lane: Lane, at place: WorkPlace) {
        if running.contains(key) {
            followers[key, default: []].append(index)
        } else if members[key] != nil {
            members[key]?.append(index)
        } else {
            members[key] = [index]
            lanes[place, default: [:]][lane, default: []].append(key)
        }
    }

    /// The steps of the next key whose work is done at a place.
    mutating func popNext(at place: WorkPlace) -> [Int]? {
        for lane in [Lane.restore, .goOn, .run] {
            while let key = lanes[place]?[lane]?.popFirst() {
                guard let steps = members.removeValue(forKey: key) else { continue }
                running.insert(key)
                return steps
            }
        }
        return nil
    }

    /// Notes that a key has ended, and queues those that waited for its result. Returns them.
    mutating func end(_ key: ActionKey, at place: WorkPlace) -> [Int] {
        running.remove(key)
        let waiting = followers.removeValue(forKey: key) ?? []
        for index in waiting { push(index, key, .goOn, at: place) }
        return waiting
    }

    /// Takes queued steps of one key out again. Returns them.
    mutating func drop(_ key: ActionKey, _ steps: [Int]) -> [Int] {
        guard !steps.isEmpty else { return [] }
        members[key] = nil
        return steps
    }
}
