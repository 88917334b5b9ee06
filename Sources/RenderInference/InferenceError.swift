/// Why a model could not be loaded or run.
package struct InferenceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    package enum Reason: Equatable, Sendable {
        /// There is no engine folder, or a file of it is missing.
        case missing
        /// A file of the engine folder is not the one that this program was made for.
        case altered
        /// A library or a model cannot be loaded on this machine.
        case unusable
        /// A model failed while it ran, or was given what it cannot take.
        case failed
    }

    package let reason: Reason
    /// What is wrong, in words: lower case, no final stop.
    package let problem: String
    /// The part of the engine that it is about.
    package let component: EngineComponent

    package init(_ reason: Reason, _ problem: String, of component: EngineComponent = .engine) {
        self.reason = reason
        self.problem = problem
        self.component = component
    }

    /// One thing to do about it.
    package var hint: String? {
        switch reason {
        case .missing, .altered: component.hint
        case .unusable, .failed: nil
        }
    }

    package var description: String { hint.map { "\(problem) (\($0))" } ?? problem }
}
