import CFFmpeg
import Glibc

/// Why a file of media could not be read or written.
package struct CodecError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What kind of failure it is, and so whose it is.
    package enum Reason: Equatable, Sendable {
        /// The file cannot be opened or read: it is missing, a folder, or not allowed.
        case unreadable
        /// The file is of a format, or uses a feature of one, that is not read here.
        case unsupported
        /// The file's content contradicts its format, or stops before its end.
        case corrupt
        /// The file is beyond a stated limit of size or length.
        case tooLarge
        /// The output cannot be written: no room, or not allowed. May help to try again.
        case unwritable
        /// The library refused something that this program asked for.
        case refused
    }

    package let reason: Reason
    /// What was being done, as a verb phrase: "decode the picture".
    package let operation: String
    /// What went wrong, in words: lower case, no final stop.
    package let message: String
    /// FFmpeg's own number, 0 if the problem was found here.
    package let code: Int32

    package init(_ reason: Reason, operation: String, message: String, code: Int32 = 0) {
        self.reason = reason
        self.operation = operation
        self.message = message
        self.code = code
    }

    /// Whether freeing some space would help.
    package var isDiskFull: Bool { code == aurora_averror(ENOSPC) || code == aurora_averror(EDQUOT) }

    package var description: String { "cannot \(operation): \(message)" }
}

extension CodecError {
    /// The error for a status that FFmpeg returned. `reason` is for a status that does not tell one itself.
    init(status: Int32, operation: String, otherwise reason: Reason = .refused) {
        self.init(
            Self.reason(of: status) ?? reason, operation: operation, message: Self.message(of: status), code: status)
    }

    /// The error for the present value of `errno`.
    static func system(_ reason: Reason, operation: String) -> CodecError {
        CodecError(status: aurora_averror(errno), operation: operation).with(reason)
    }

    private func with(_ reason: Reason) -> CodecError {
        CodecError(reason, operation: operation, message: message, code: code)
    }

    private static func message(of status: Int32) -> String {
        if status == AURORA_AVERROR_INVALIDDATA { return "the file is damaged or cut off" }
        var text = [CChar](repeating: 0, count: 128)
        av_strerror(status, &text, text.count)
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).lowercased()
    }

    private static func reason(of status: Int32) -> Reason? {
        switch status {
        case AURORA_AVERROR_INVALIDDATA, AURORA_AVERROR_EOF: .corrupt
        case AURORA_AVERROR_DECODER_NOT_FOUND, AURORA_AVERROR_DEMUXER_NOT_FOUND, AURORA_AVERROR_STREAM_NOT_FOUND,
            AURORA_AVERROR_PATCHWELCOME:
            .unsupported
        case aurora_averror(ENOENT), aurora_averror(EACCES), aurora_averror(EISDIR), aurora_averror(EIO): .unreadable
        case aurora_averror(ENOSPC), aurora_averror(EROFS), aurora_averror(EDQUOT): .unwritable
        default: nil
        }
    }
}
