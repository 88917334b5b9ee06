/// Relative addresses of files.
package enum GalleryAddress {
    /// Of the file at one absolute path, from a page in the folder at another. Everything is encoded that could mean
    /// something in an address, so that it leads to that file whatever its name.
    package static func relative(to file: String, from folder: String) -> String {
        let target = file.split(separator: "/")
        let start = folder.split(separator: "/")
        let shared = zip(target, start).prefix { $0 == $1 }.count
        let up = Array(repeating: "..", count: start.count - shared)
        return (up + target.dropFirst(shared).map(encoded)).joined(separator: "/")
    }

    /// One part of a path, as RFC 3986, section 2.3, has it.
    static func encoded(_ part: Substring) -> String {
        let digits = Array("0123456789ABCDEF")
        return part.utf8.reduce(into: "") { text, byte in
            let character = Character(Unicode.Scalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) {
                text.append(character)
            } else {
                text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }
}
