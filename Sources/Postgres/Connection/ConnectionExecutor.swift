import Dispatch

/// One thread at a time for one connection, so that libpq may block without holding up other tasks.
final class ConnectionExecutor: SerialExecutor {
    let queue = DispatchQueue(label: "postgres.connection")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
