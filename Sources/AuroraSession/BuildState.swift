import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph

extension Session {
    /// Waits until what was found out of files that were written just now can be remembered: until the clock has moved
    /// on. An interrupt cuts the pause short, and they are looked at again next time.
    func settle() async {
        if digests.hasFreshFiles { try? await Task.sleep(for: .nanoseconds(FileFacts.tickNanoseconds)) }
    }

    /// As `saveIndex`: the videos are in their places, so that it fails is no failure of the build. The next one has to
    /// read more files.
    func saveIndex(isLocked: Bool, warning observer: some BuildObserver) {
        do { try saveIndex(isLocked: isLocked) } catch {
            let told = (error as? any DiagnosticConvertible)?.diagnostics ?? [Diagnostic("\(error)")]
            for diagnostic in told {
                observer.observe(.warned(Diagnostic(diagnostic.problem, hint: diagnostic.hint, severity: .warning)))
            }
        }
    }

    /// Notes failures for `aurora status`, and how fast rendering went for the next plan's estimate.
    func remember(_ report: BuildReport) throws {
        digests.update { index in
            for entry in report.entries {
                guard let key = entry.keyed?.key else { continue }
                switch entry.outcome {
                case .failed(let diagnostics): index.failures[key] = diagnostics.first?.problem ?? ""
                case .made(let seconds):
                    index.failures[key] = nil
                    let length = entry.result?.media?.durationMilliseconds ?? 0
                    if case .talkingHead(let work) = entry.action.work, !work.isHosted, length > 0 {
                        index.renderPace = Int(seconds * 1_000_000) / length
                    }
                case .current, .restored: index.failures[key] = nil
                case .skipped, .blocked, .unneeded: break
                }
            }
        }
    }
}
