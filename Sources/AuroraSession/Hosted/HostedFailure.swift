import AuroraCore
import AuroraGraph
import AuroraHosted
import AuroraWorkspace

/// Why the service made no video, at the place in the scene that it is about.
struct HostedFailure: DiagnosticConvertible {
    let diagnostics: [Diagnostic]

    init(_ error: PaidTaskError, _ action: Action, _ spending: BuildSpending) {
        let name = "`\(PrintableText.sanitized(action.name))`"
        switch error {
        case .rejected(let error):
            diagnostics = [Self.told("the service does not take \(name)", error, action, nil)]
        case .stopped(let error):
            spending.stop(error)
            diagnostics = [Self.told("the service takes nothing", error, nil, Self.advice(error))]
        case .notTaken(let reason):
            diagnostics = [
                Diagnostic(
                    "\(name) could not be sent: \(PrintableText.sanitized(reason))", at: action.span,
                    hint: "nothing was paid; build again")
            ]
        case .failed(let error, let charged):
            let cost = charged.map { $0 > .zero ? "; it charged \($0)" : "" } ?? ""
            diagnostics = [
                Self.told(
                    "the service did not finish \(name)\(cost)", error, action, "build again to have it tried anew")
            ]
        case .flagged(let job):
            diagnostics = [
                Diagnostic(
                    "the safety check of the service flagged \(name); it cost \(job.charged ?? job.order.estimate)",
                    at: action.hostedSpan("safety"),
                    hint: "use another picture or prompt: it is not made again as it is")
            ]
        case .undecided(let job):
            diagnostics = [
                Diagnostic(
                    "nobody can tell whether \(name) was paid: \(PrintableText.sanitized(job.problem))",
                    at: action.span,
                    hint: "look with `aurora jobs`, and say what to do with `aurora jobs resolve \(job.id)`"
                )
            ]
        case .stillOpen(let job, let reason):
            diagnostics = [
                Diagnostic(
                    "\(name) is on its way (task \(job.id)): \(PrintableText.sanitized(reason))", at: action.span,
                    hint: job.state == .ready
                        ? "build again; if it stays so, `aurora jobs resolve \(job.id) --abandon` has the next build pay "
                            + "for another"
                        : "build again: it goes on from here, and nothing is paid twice")
            ]
        case .nothingPaid:
            spending.countRefusal()
            diagnostics = [
                Diagnostic(
                    "\(name) was not approved, so nothing was sent", at: action.span,
                    hint: "look at the price with `aurora diff`, then build with `--max-cost USD`")
            ]
        }
    }

    init(_ error: UploadFailure, _ action: Action) {
        switch error {
        case .refused(let error):
            diagnostics = [Self.told("the service does not take the inputs", error, action, nil)]
        case .unreachable(let reason):
            diagnostics = [
                Diagnostic(
                    "the inputs could not be sent: \(PrintableText.sanitized(reason))", at: action.span,
                    hint: "nothing was paid; build again")
            ]
        }
    }

    /// The service's own words, where they belong.
    private static func told(_ problem: String, _ error: ServiceError, _ action: Action?, _ hint: String?) -> Diagnostic
    {
        let code = error.code.isEmpty ? "" : " (\(PrintableText.sanitized(error.code)))"
        let parameters = error.parameters.map { PrintableText.sanitized($0) }
        return Diagnostic(
            "\(problem): \(PrintableText.sanitized(error.message))\(code)",
            at: action.map { action in error.parameters.first.map { action.hostedSpan($0) } ?? action.span },
            notes: parameters.isEmpty ? [] : ["it is about \(Wording.ticked(parameters))"], hint: hint)
    }

    private static func advice(_ error: ServiceError) -> String {
        let code = error.code.lowercased()
        if error.status == 200 && code.isEmpty {
            return "correct the price in your own configuration if it has changed: nothing more is sent before"
        }
        if code.contains("credit") || code.contains("balance") || error.status == 402 {
            return "add credit to the account, then build again: nothing was paid"
        }
        return "look at RUNWARE_API_KEY, or at the key file of your own configuration; nothing was paid"
    }
}

extension Action {
    /// Where a parameter of the API comes from.
    func hostedSpan(_ parameter: String) -> SourceSpan {
        guard case .talkingHead(let work) = work else { return span }
        let settings = work.settings
        let found: SourceSpan? =
            switch parameter.split(separator: ".").first ?? "" {
            case "inputs": inputs.first { parameter.hasSuffix($0.field) }?.input.span
            case "positivePrompt": work.promptSpan
            case "CFGScale": settings.span(of: .cfgScale)
            case "outputFormat": settings.span(of: .format)
            case "outputQuality": settings.span(of: .quality)
            case "numberResults": settings.span(of: .takes)
            case "safety": settings.span(of: .safety)
            case "model": settings.hosted.model?.span
            case "ttl": settings.hosted.ttl?.span
            case "includeCost": settings.hosted.includesCost?.span
            case "webhookURL": settings.hosted.webhookURL?.span
            case "uploadEndpoint": settings.hosted.uploadEndpoint?.span
            case "outputType": settings.hosted.outputType?.span
            case "deliveryMethod": settings.hosted.deliveryMethod?.span
            default: nil
            }
        return found ?? span
    }
}
