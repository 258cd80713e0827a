// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import java.util.function.BooleanSupplier;

/**
 * The lock of a session's sending half, whose holder sees to the outbox for those who cannot wait for the lock.
 *
 * <p><b>Guarantees.</b> What is in the outbox does not stay there because two threads left it to each other: whoever
 * does not get the lock has stored before that there is something to do, and its holder looks after giving it back.
 */
final class WriteLock extends LaneLock {
    private final Outbox outbox;
    private final OutboxDrain outboxDrain;
    /** A drain that the lock's holder owes, because the session's own thread did not get the lock. */
    private volatile boolean drainDue;

    WriteLock(BooleanSupplier inApplication, Outbox outbox, OutboxDrain outboxDrain) {
        super(inApplication);
        this.outbox = outbox;
        this.outboxDrain = outboxDrain;
    }

    /**
     * Who adds to the outbox while another thread holds the lock relies on that thread to look again after unlocking.
     * One that is in the lane by {@link #enter} is waited for instead, and owes nothing.
     */
    void unlockAndDrain() {
        unlock();
        while ((drainDue || outboxDrain.hasLeftovers()) && tryLock()) {
            try {
                drainDue = false;
                outboxDrain.drain();
            } finally {
                unlock();
            }
        }
    }

    /**
     * Sends what the outbox holds as far as it goes. For the session's own thread, after a bell and after callbacks.
     */
    void drain() {
        if (outbox.isEmpty()) {
            return;
        }
        // Before trying: either this thread gets the lock, or its holder sees the debt after unlocking.
        drainDue = true;
        if (tryLock()) {
            try {
                drainDue = false;
                outboxDrain.drain();
            } finally {
                unlockAndDrain();
            }
        }
    }

    /** Whether {@link #drain} has something to do that it had not when it last ended. For the session's own thread. */
    boolean hasDrainable(Link link) {
        return !drainDue && outboxDrain.hasDrainable(link);
    }
}
