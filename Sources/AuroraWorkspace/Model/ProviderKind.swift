/// The kinds of provider there are, of which a version of Aurora may support some.
package enum ProviderKind: Hashable, Sendable { case embedded, hosted, command }

extension ProviderChoice {
    package var kind: ProviderKind {
        switch self {
        case .embedded: .embedded
        case .hosted: .hosted
        case .command: .command
        }
    }
}
