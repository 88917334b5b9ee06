/// How much data a campaign may have.
enum DataLimits {
    /// Bytes of a data file: a hundred thousand rows of three hundred.
    static let maximumByteCount = 32 << 20
    static let maximumColumnCount = 1000
    /// Fields of a data file: what fits into memory without a thought.
    static let maximumFieldCount = 4_000_000
    /// Cells of a whole workspace: each is a scene that is planned and checked.
    static let maximumCellCount = 100_000
    /// Bytes of a cell's id: file names have at most 255, and a take and a suffix have to fit.
    static let maximumIDByteCount = 200
}
