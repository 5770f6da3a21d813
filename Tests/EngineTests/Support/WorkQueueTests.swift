import Engine
import Synchronization
import Testing

@Suite struct WorkQueueTests {
    @Test func aKeyPutWhileItRunsIsRunOnceMore() async {
        let queue = WorkQueue<String>()
        let runs = Counter()
        queue.put("a")
        await queue.run(width: 2) { key in
            if runs.increment() == 1 {
                queue.put(key)
                queue.put(key)
            } else {
                queue.finish()
            }
        }
        #expect(runs.value == 2)
    }

    @Test func aKeyThatWaitsIsNotPutTwice() async {
        let queue = WorkQueue<String>()
        let runs = Counter()
        for _ in 1...3 { queue.put("a") }
        queue.put("b")
        await queue.run(width: 1) { key in
            if key == "b" { queue.finish() } else { runs.increment() }
        }
        #expect(runs.value == 1)
    }

    @Test func whatWaitsWhenTheQueueIsFinishedIsNotRun() async {
        let queue = WorkQueue<Int>()
        let runs = Counter()
        for key in 0..<10 { queue.put(key) }
        await queue.run(width: 1) { _ in
            runs.increment()
            queue.finish()
        }
        #expect(runs.value == 1)
    }

    @Test func noKeyIsEverServedTwiceAtOnce() async {
        let queue = WorkQueue<Int>()
        let inHand = Mutex<Set<Int>>([])
        let overlaps = Counter()
        let runs = Counter()
        for key in 0..<50 { queue.put(key) }
        await queue.run(width: 8) { key in
            if !inHand.withLock({ $0.insert(key).inserted }) { overlaps.increment() }
            await Task.yield()
            inHand.withLock { _ = $0.remove(key) }
            let count = runs.increment()
            if count < 500 { queue.put((key + 7) % 50) }
            if count == 500 { queue.finish() }
        }
        #expect(overlaps.value == 0)
    }
}

/// Counts from several tasks.
final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }

    @discardableResult func increment() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}
