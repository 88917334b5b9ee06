internal import Glibc

/// A path as a key. Unlike `String`, two spellings of a name that Unicode calls equivalent are two keys, as they are two
/// files on most disks.
struct PathKey: Hashable {
    let path: String

    init(_ path: String) { self.path = path }

    static func == (left: PathKey, right: PathKey) -> Bool {
        let equal = left.path.utf8.withContiguousStorageIfAvailable { first in
            right.path.utf8.withContiguousStorageIfAvailable { second in
                first.count == second.count && memcmp(first.baseAddress, second.baseAddress, first.count) == 0
            }
        }
        return (equal ?? nil) ?? left.path.utf8.elementsEqual(right.path.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var path = path
        path.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
