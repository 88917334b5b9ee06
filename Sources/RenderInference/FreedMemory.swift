internal import CInference

/// Memory that was freed, and that the C library keeps for what comes next.
package enum FreedMemory {
    /// Gives it back to the system, in about a millisecond. Worth it where a model was freed: it leaves tens of megabytes in
    /// pieces, next to which what comes next makes room of its own.
    package static func giveBack() { aurora_give_back_memory() }
}
