import Glibc

/// Levels as ratios of amplitudes.
enum Decibels {
    /// By what a sound is multiplied to be so much louder.
    static func factor(_ decibels: Double) -> Double { pow(10, decibels / 20) }

    /// Of a part of full scale; very low for nothing.
    static func level(_ amplitude: Double) -> Double { 20 * log10(max(amplitude, 1e-10)) }
}
