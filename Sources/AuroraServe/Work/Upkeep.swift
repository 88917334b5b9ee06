import AuroraFiles
import AuroraHosted

/// What is done beside the tasks: webhooks are called, and what has had its time is deleted.
package struct Upkeep: Sendable {
    let service: Service

    package init(_ service: Service) { self.service = service }

    /// Until the task is cancelled.
    package func run() async {
        var nextSweep: Int64 = 0
        var nextCall: Int64?
        var seen: Int?
        while !Task.isCancelled {
            do {
                // There is no call that is not written down.
                let changes = service.store.changes.value
                if changes != seen || nextCall.map({ $0 <= service.now() }) == true {
                    seen = changes
                    nextCall = try await callDue()
                }
                if service.now() >= nextSweep {
                    try await sweep()
                    nextSweep = service.now() + 5000
                }
            } catch is CancellationError { return } catch { service.log("\(error)") }
            // Cancelled while it sleeps, it ends with the loop.
            try? await Task.sleep(for: .milliseconds(250))
        }
    }

    /// Deletes results at the end of their time, and uploads that nobody has used for long.
    package func sweep() async throws {
        for task in try await service.store.outdated(at: service.now()) {
            for take in task.takes {
                try removeIfThere(Paths.join(service.folder.media, "\(take.videoUUID).\(task.task.format)"))
            }
            try await service.store.expire(task.number)
        }
        try await service.store.forget(expiredBefore: service.now() - service.settings.memory)
        for upload in try await service.store.unusedUploads(since: service.now() - service.settings.uploadLifetime) {
            try removeIfThere(Paths.join(service.folder.media, upload.name))
            try await service.store.removeUpload(upload.uuid)
        }
    }

    private func removeIfThere(_ path: String) throws {
        do throws(FileError) { try Files.remove(path) } catch {
            // Whoever was here before was cut off between the file and its row.
            guard error.isMissing else { throw error }
        }
    }

    /// Calls every webhook whose time it is, several at a time. Returns when the next one's is, or was; `nil` if there is none.
    @discardableResult
    package func callDue() async throws -> Int64? {
        let time = service.now()
        let calls = try await service.store.calls()
        let due = calls.filter { $0.due <= time }.prefix(8)
        try await withThrowingDiscardingTaskGroup { group in
            for call in due { group.addTask { try await self.call(call) } }
        }
        return calls.dropFirst(due.count).first?.due
    }

    private func call(_ call: DueCall) async throws {
        guard let task = try await service.store.task(number: call.task), task.takes.indices.contains(call.position)
        else { return try await service.store.remove(call) }
        var single = task
        single.takes = [task.takes[call.position]]
        let report = service.report(single, nil)
        // A result as it is, without what is around it in an answer; a failure as in an answer.
        let document = report.items.first?.line ?? report.value.line
        var succeeded = false
        do throws(CallFailure) {
            succeeded = (200...299).contains(try await service.calls.post(Array(document.utf8), to: call.url))
        } catch {
            try Task.checkCancellation()
            if !error.mayPass { service.log("webhook of task \(task.task.id): \(error.words)") }
        }
        if succeeded || call.tries + 1 >= service.settings.webhookTries {
            try await service.store.remove(call)
        } else {
            try await service.store.postpone(call, to: service.now() + Self.wait(call))
        }
    }

    /// Milliseconds: a quarter of a second, twice as long each time up to eight seconds; a tenth more or less, so that calls
    /// which failed together do not come back together.
    private static func wait(_ call: DueCall) -> Int64 {
        let wait: Int64 = 250 << Int64(min(call.tries, 5))
        let percent: Int64 = 90 + (call.number &* 7919) % 21
        return wait * percent / 100
    }
}
