import CProcess
import Glibc
import SystemPackage
import Tooling

/// A process held by the kernel's own handle, so that a signal can never reach a successor with the same number.
final class ProcessHandle: Sendable {
    let process: ServerProcess
    private let descriptor: Int32

    /// `nil` if the process has ended.
    /// - Throws: ``RuntimeError`` if there is no handle for another reason, such as too many open files.
    init?(_ process: ServerProcess) throws {
        descriptor = cprocess_open(process.processID)
        let failure = Errno(rawValue: errno)
        self.process = process
        // Only now: between the look and the handle the number might have changed hands.
        let isAlive = descriptor < 0 && failure == .noSuchProcess ? false : try process.isAlive
        guard isAlive else { return nil }
        guard descriptor >= 0 else {
            throw RuntimeError(.unavailable, "Process \(process.processID) cannot be held: \(failure). Try again.")
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Sends a signal; a process that has just ended is no failure.
    /// - Throws: `Errno`.
    func signal(_ number: Int32) throws {
        let error = cprocess_signal(descriptor, number)
        guard error == 0 || error == ESRCH else { throw Errno(rawValue: error) }
    }

    /// Waits until the process ends, also when the task is cancelled; answers whether it did in time.
    func waitForEnd(within limit: Duration) async -> Bool {
        let deadline = ContinuousClock.now + limit
        return await blocking { self.poll(until: deadline, also: []) == .ended }
    }

    /// Waits until a condition holds that depends on what is written in a directory.
    /// - Throws: `CancellationError`.
    func wait(
        within limit: Duration,
        watching directory: FilePath,
        until condition: @escaping @Sendable () -> Bool
    ) async throws -> Outcome {
        let deadline = ContinuousClock.now + limit
        let cancellation = Descriptor(cprocess_event())
        let outcome = await withTaskCancellationHandler {
            await blocking {
                self.wait(until: deadline, watching: directory, cancellation: cancellation, condition: condition)
            }
        } onCancel: {
            cprocess_set(cancellation.number)
        }
        if outcome == .cancelled { throw CancellationError() }
        return outcome
    }

    /// How waiting ended.
    enum Outcome { case met, ended, overdue, cancelled, changed }

    private func wait(
        until deadline: ContinuousClock.Instant,
        watching directory: FilePath,
        cancellation: Descriptor,
        condition: () -> Bool
    ) -> Outcome {
        // Watched before the first look, so that no change falls between the two.
        let watch = DirectoryWatch(directory)
        while !condition() {
            let outcome = poll(until: deadline, also: [watch.number, cancellation.number])
            if cancellation.isReadable { return .cancelled }
            guard outcome == .changed else { return outcome }
            watch.drain()
        }
        return .met
    }

    /// Waits for the end of the process or for one of the descriptors to be readable.
    ///
    /// Without a watch it looks every other millisecond.
    private func poll(until deadline: ContinuousClock.Instant, also others: [Int32]) -> Outcome {
        while true {
            var entries = ([descriptor] + others).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            let left = max(.zero, deadline - .now)
            let milliseconds = Int32(
                clamping: left.components.seconds * 1000 + 1 + left.components.attoseconds / 1_000_000_000_000_000
            )
            let isBlind = others.first == -1
            let count = Glibc.poll(&entries, nfds_t(entries.count), isBlind ? min(2, milliseconds) : milliseconds)
            if entries[0].revents != 0 { return .ended }
            if count > 0 || isBlind { return ContinuousClock.now < deadline ? .changed : .overdue }
            if ContinuousClock.now >= deadline { return .overdue }
        }
    }
}

/// A file descriptor that is closed with its last reference.
final class Descriptor: Sendable {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    deinit { if number >= 0 { close(number) } }

    var isReadable: Bool {
        var entry = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        return number >= 0 && Glibc.poll(&entry, 1, 0) > 0
    }
}
