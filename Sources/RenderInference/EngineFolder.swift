import CInference
import Glibc

/// The folder that holds the libraries and models of the engine.
package struct EngineFolder: Sendable, Equatable {
    package let path: String
    /// What of it is kept loaded; nil where everybody loads it anew.
    package let loaded: LoadedParts?

    package init(path: String, loaded: LoadedParts? = nil) {
        self.path = path
        self.loaded = loaded
    }

    /// The same folder is the same engine, whatever of it is loaded.
    package static func == (left: Self, right: Self) -> Bool { left.path == right.path }

    /// The engine folder of this program: `$AURORA_ENGINE_DIR` if it is set, else the first that exists of
    /// `share/aurora/engine` below the prefix of an installed `executable` (`PREFIX/libexec/aurora/aurora-render`, or
    /// `PREFIX/bin/aurora-render`), and `aurora/engine` in `$XDG_DATA_HOME` (by default `~/.local/share`).
    ///
    /// Throws `.missing`, naming the places, if there is none.
    package static func locate(
        executable: String, environment: [String: String]
    ) throws(InferenceError) -> EngineFolder {
        let places = candidates(executable: executable, environment: environment)
        for place in places where isFolder(place) { return EngineFolder(path: place) }
        throw InferenceError(.missing, "the engine is not installed: looked for \(places.joined(separator: ", "))")
    }

    private static func candidates(executable: String, environment: [String: String]) -> [String] {
        if let chosen = environment["AURORA_ENGINE_DIR"], !chosen.isEmpty { return [chosen] }
        var places: [String] = []
        if let slash = executable.lastIndex(of: "/") {
            let folder = executable[..<slash]
            places.append(folder + "/../../share/aurora/engine")
            places.append(folder + "/../share/aurora/engine")
        }
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
            places.append(data + "/aurora/engine")
        } else if let home = environment["HOME"], !home.isEmpty {
            places.append(home + "/.local/share/aurora/engine")
        }
        return places
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

extension EngineFolder {
    /// Where a file of the engine is.
    func location(of file: EngineFile) -> String { path + "/" + file.path }

    /// The content of a file, in memory that models may refer to, checked against its digest.
    ///
    /// Throws `.missing` or `.altered`.
    func load(_ file: EngineFile) throws(InferenceError) -> FileBytes {
        guard let bytes = FileBytes(path: location(of: file)) else {
            throw InferenceError(
                .missing, "the engine's file \(location(of: file)) is missing or cannot be read", of: file.component)
        }
        guard bytes.digest == file.digest else {
            throw InferenceError(
                .altered, "the engine's file \(location(of: file)) is not the one that this version needs",
                of: file.component)
        }
        return bytes
    }

    /// Checks a file against its digest. Throws `.missing` or `.altered`.
    package func verify(_ file: EngineFile) throws(InferenceError) { _ = try load(file) }

    /// Whether a component seems to be installed: any of its files is there, of whatever content.
    package func hasAny(of component: EngineComponent) -> Bool {
        component.files.contains { access(location(of: $0), F_OK) == 0 }
    }
}

/// The content of a file, at an address that does not move and is a multiple of 64, as models want it.
package final class FileBytes {
    let address: UnsafeMutableRawPointer
    let count: Int

    /// Nothing if the file is empty or cannot be read.
    package init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return nil }
        count = status.st_size
        address = .allocate(byteCount: count, alignment: 64)
        var filled = 0
        while filled < count {
            let got = read(descriptor, address + filled, count - filled)
            guard got > 0 else { return nil }
            filled += got
        }
    }

    deinit { address.deallocate() }

    /// SHA-256, in hexadecimal.
    package var digest: String {
        var digest = [UInt8](repeating: 0, count: 32)
        aurora_sha256(address, count, &digest)
        return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
