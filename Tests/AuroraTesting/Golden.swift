import AuroraFiles
import Glibc

/// Texts that are compared whole with a file in the folder `Golden` beside the test.
package enum Golden {
    /// What differs from the golden file, to be shown to the programmer; `nil` if nothing does. With
    /// `AURORA_UPDATE_GOLDEN=1` in the environment the file is written anew instead.
    package static func difference(_ text: String, from name: String, test: String = #filePath) throws -> String? {
        let path = Paths.join(Paths.join(Paths.parent(test) ?? ".", "Golden"), name)
        if getenv("AURORA_UPDATE_GOLDEN") != nil {
            try Files.write(Array(text.utf8), to: path)
            return nil
        }
        guard let bytes = try? Files.read(path) else {
            return "there is no golden file Golden/\(name): write it with AURORA_UPDATE_GOLDEN=1"
        }
        let expected = String(decoding: bytes, as: UTF8.self)
        guard expected.utf8.elementsEqual(text.utf8) == false else { return nil }
        return "Golden/\(name) differs.\n--- expected\n\(expected)\n+++ actual\n\(text)"
    }
}
