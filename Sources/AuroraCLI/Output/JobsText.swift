import AuroraCore
import AuroraSession

/// What `aurora jobs` says to people.
struct JobsText {
    let style: Style

    func text(_ jobs: [PaidJobs.Report]) -> String {
        jobs.map { job in
            let name = style.strong(PrintableText.sanitized(job.name))
            var text = "\(words(job.state)) \(name), \(amount(job))\n"
            text += "  \(style.faint("task \(job.task), since \(job.started)"))\n"
            if !job.problem.isEmpty { text += "  \(PrintableText.sanitized(job.problem))\n" }
            if job.state == .undecided {
                text += "  \(style.hint("hint")): `aurora jobs resolve \(job.task) --resubmit`, or `--abandon`\n"
            }
            return text
        }.joined()
    }

    private func words(_ state: PaidJobs.State) -> String {
        switch state {
        case .sending, .accepted, .ready: style.warning(state.rawValue)
        case .undecided, .failed, .flagged: style.bad(state.rawValue)
        case .done: style.good(state.rawValue)
        case .rejected, .released, .abandoned: state.rawValue
        }
    }

    private func amount(_ job: PaidJobs.Report) -> String {
        if let charged = job.charged { return "\(charged)" }
        return job.spending == .zero ? "nothing paid" : "\(job.spending) put aside"
    }
}
