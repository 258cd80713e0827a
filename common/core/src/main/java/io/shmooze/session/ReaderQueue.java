// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads that wait for answers while another thread reads the lane. Owns their queue. When the reading thread
 * leaves, one of them reads for all.
 *
 * <p><b>No wake-up is lost.</b> A thread adds itself and then tries to get the read lock; a thread that reads gives the
 * lock back and then looks for others. All of these accesses are volatile, so at least one sees the other's. Only a
 * thread that polls leaves by a release store, so who waits for it looks again after a pause.
 */
final class ReaderQueue {
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    void add(Thread thread) {
        threads.add(thread);
    }

    /** The thread does not wait any more. It may have been woken to read, so the next one is. */
    void remove(Thread thread) {
        threads.remove(thread);
        wakeNext();
    }

    void wakeNext() {
        Thread next = threads.peek();
        if (next != null) {
            LockSupport.unpark(next);
        }
    }
}
