/// What the service says is wrong, in its own words.
package struct ServiceError: Error, Hashable, Sendable {
    /// In camel case, as `invalidApiKey`; empty where it gave none.
    package let code: String
    package let message: String
    /// The members of the task that it is about, with dots: `inputs.audio`.
    package let parameters: [String]
    /// Of HTTP; 200 for what a well-formed answer tells of one task among others.
    package let status: Int

    package init(code: String, message: String, parameters: [String] = [], status: Int) {
        self.code = code
        self.message = message
        self.parameters = parameters
        self.status = status
    }

    /// An answer that says nothing but its status.
    package init(status: Int) {
        self.init(code: "", message: "the service answers with status \(status)", status: status)
    }

    /// One member of `errors`, in either of the shapes that are known; `nil` if it is none of them.
    init?(_ value: JSONValue, status: Int) {
        let detail = value["error"].flatMap { $0["code"] == nil && $0["message"] == nil ? nil : $0 } ?? value
        let code = detail["code"]?.text ?? ""
        guard let message = detail["message"]?.text ?? detail["errorMessage"]?.text ?? (code.isEmpty ? nil : code)
        else { return nil }
        let parameter = detail["parameter"]
        let named = parameter?.text.map { [$0] } ?? parameter?.list?.compactMap(\.text) ?? []
        self.init(code: code, message: message, parameters: named, status: status)
    }

    /// What follows from an error.
    package enum Consequence: Hashable, Sendable {
        /// Nothing of this account will be taken: the key, its rights or its balance.
        case stopsEverything
        /// The task will never be taken as it is.
        case rejectsTask
        /// Later, please.
        case comesTooSoon
        /// There is a task of this name.
        case nameIsTaken
        /// There is no task of this name, or it is over in a way that this does not tell.
        case isUnknownTask
        /// There is no telling what became of the task.
        case leavesOpen
    }

    /// The code tells first, since the same trouble comes with several statuses; the status tells where there is none.
    package var consequence: Consequence {
        let lower = code.lowercased()
        func contains(_ words: String...) -> Bool { words.contains { lower.contains($0) } }
        if lower == "conflicttaskuuid" { return .nameIsTaken }
        if lower == "taskfailedornotfound" || lower == "tasknotfound" { return .isUnknownTask }
        if contains("apikey", "unauthorized", "forbidden") { return .stopsEverything }
        if contains("credit", "quota", "balance") { return .stopsEverything }
        if contains("ratelimit", "toomanyrequests") { return .comesTooSoon }
        if contains(
            "timeout", "internalservererror", "serviceunavailable", "noavailableserver", "modelunavailable",
            "inferenceerror", "processingfailed", "taskfailed") || lower.hasPrefix("provider")
        {
            return .leavesOpen
        }
        return byStatus
    }

    private var byStatus: Consequence {
        switch status {
        case 401, 402, 403: .stopsEverything
        case 408, 409, 425, 500...599: .leavesOpen
        case 429: .comesTooSoon
        // A well-formed error about a task, or a request that no server that means to serve it answers so.
        default: .rejectsTask
        }
    }
}
