/// A path as a key. Unlike `String`, two spellings of a name that Unicode calls equivalent are two keys, as they are two
/// files on most disks.
struct PathKey: Hashable {
    let path: String

    init(_ path: String) { self.path = path }

    static func == (left: PathKey, right: PathKey) -> Bool { left.path.utf8.elementsEqual(right.path.utf8) }

    func hash(into hasher: inout Hasher) {
        var path = path
        path.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
