// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * One attachment to a mailbox: the segment and both semaphores.
 *
 * <p><b>Sending.</b> Only into a clear mailbox, because what is there has not been read. <b>Receiving.</b> A wake-up is
 * a hint to look. Our own message is recognised by its bytes as long as the peer cannot have read it: it has not taken
 * the wake-up, or it has and does not wait for the next one yet.
 *
 * <p><b>Assumption.</b> The peer reads on one thread, which waits for a wake-up, takes what is there, and waits again.
 * Then, if it waits while no wake-up is there, it has read everything that was announced to it.
 *
 * <p><b>Threads.</b> All methods may be called from any thread; {@link #close} waits for those that are inside.
 */
final class MailboxLink {
    /** Qt's part of either semaphore overflows at 32,767 (System V): setting the value clears it for all processes. */
    private static final int RENEWAL = 16_000;
    private static final long LOCK_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final QtSharedMemory segment;
    private final SegmentLock lock;
    private final MailboxMemory memory;
    private final SemaphoreBackend arrivals;
    private final SemaphoreBackend departures;
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    /** Guarded by the write half of the lock above. */
    private boolean closed;
    /** What we put and have not seen taken, null if there is nothing; guarded by the segment's lock, like the rest. */
    private byte[] unread;
    private byte[] taken;
    private byte[] lingering;
    /** The peer was seen to have taken all wake-ups, a moment ago, and has got none since. */
    private boolean drained;
    /** We have taken a message off ours, and the peer may yet read the next one with the wake-up for ours. */
    private boolean late;
    /** Whether the peer has been woken for it. Set after that and read before the count, so that 0 means "taken". */
    private volatile boolean announced;
    private int puts;
    private long overwrites;
    /** For the receiving thread only. */
    private int wakeUps;

    MailboxLink(QtSharedMemory segment, SemaphoreBackend arrivals, SemaphoreBackend departures) {
        this.segment = segment;
        this.lock = segment.currentLock();
        this.memory = new MailboxMemory(segment.attached().view());
        this.arrivals = arrivals;
        this.departures = departures;
    }

    private interface Step<T> {
        T run();
    }

    /** Runs it while nobody closes; null if the link is closed. */
    private <T> T using(Step<T> step) {
        use.readLock().lock();
        try {
            return closed ? null : step.run();
        } finally {
            use.readLock().unlock();
        }
    }

    private <T> T locked(T otherwise, Step<T> step) {
        T result = using(() -> {
            if (!lock.tryLock(LOCK_NS)) {
                return otherwise;
            }
            try {
                return step.run();
            } finally {
                lock.unlock();
            }
        });
        return result == null ? otherwise : result;
    }

    /** Puts a message if the mailbox is clear, and wakes the peer. For one thread at a time. */
    boolean put(byte[] message) {
        boolean put = locked(false, () -> memory.isClear() && write(message));
        if (put) {
            using(this::wakePeer);
        }
        return put;
    }

    private boolean write(byte[] message) {
        announced = false;
        unread = message;
        memory.write(message);
        puts++;
        if (puts >= RENEWAL || !drained && departures.value() != 0) {
            // Nobody else releases it, and the mailbox is clear: what is there is left over, and would let the peer
            // take this message before its own wake-up.
            departures.reset(0);
            puts = 0;
        }
        drained = false;
        late = late && departures.waiting() == 0;
        return true;
    }

    private Boolean wakePeer() {
        departures.release(1);
        announced = true;
        return true;
    }

    /** Waits for a wake-up, at most that long. For the receiving thread. */
    boolean awaitArrival(long timeoutNs) {
        Boolean woken = using(() -> arrivals.acquire(timeoutNs));
        return woken != null && woken;
    }

    /** Ends {@link #awaitArrival}, as if the peer had sent something. */
    void wakeHere() {
        using(() -> {
            arrivals.release(1);
            return true;
        });
    }

    /** Takes the peer's message, if there is one: {@link #message} has it then. For the receiving thread. */
    Look take() {
        if (++wakeUps >= RENEWAL) {
            // What is lost here is only a hint, and we look all the same.
            forgetArrivals();
            wakeUps = 0;
        }
        return locked(Look.LOCKED, this::look);
    }

    /**
     * Looks without a wake-up, which may be lost: takes a message that was there at the last such look, and whose
     * wake-up has not come since. Any earlier it could be about to come. For the receiving thread.
     */
    Look takeLingering() {
        return locked(Look.LOCKED, () -> {
            // The end of another process of that side may have given wake-ups back.
            drained = false;
            byte[] found = memory.isClear() ? null : memory.read();
            boolean awaited = found == null || unread != null && isUnseen() || arrivals.value() > 0;
            boolean lingers = !awaited && Arrays.equals(found, lingering);
            lingering = awaited || lingers ? null : found;
            return lingers ? look() : Look.CLEAR;
        });
    }

    /** Removes wake-ups that were left over. The caller looks into the mailbox afterwards. */
    void forgetArrivals() {
        using(() -> {
            arrivals.reset(0);
            return true;
        });
    }

    private Look look() {
        if (memory.isClear()) {
            unread = null;
            return Look.CLEAR;
        }
        byte[] found = memory.read();
        boolean told = announced;
        if (unread != null && departures.value() > 0) {
            return isUnread(found) ? Look.OWN : takeOverwriting(found);
        }
        if (unread != null) {
            boolean waits = departures.waiting() > 0;
            if (!told || isUnread(found) && !waits) {
                return Look.UNCERTAIN;
            }
            late = !waits;
        }
        // Here the last wake-up that we gave was seen to be taken.
        drained = unread != null;
        unread = null;
        memory.clear();
        taken = found;
        return Look.TAKEN;
    }

    /** Whether the peer may not have taken the wake-up for what we put. */
    private boolean isUnseen() {
        return !announced || departures.value() > 0;
    }

    private boolean isUnread(byte[] found) {
        return Arrays.equals(found, unread);
    }

    /**
     * The peer has written over our message. It has not read that, because the wake-up is still there, so put it back;
     * unless it was late, and may have read it with the wake-up before.
     */
    private Look takeOverwriting(byte[] found) {
        overwrites++;
        taken = withoutOurs(found);
        memory.clear();
        if (late) {
            unread = null;
        } else {
            memory.write(unread);
        }
        return Look.TAKEN;
    }

    /** What of ours was longer than the peer's message still stands behind it. */
    private byte[] withoutOurs(byte[] found) {
        if (found.length != unread.length) {
            return found;
        }
        int length = found.length;
        while (length > 0 && found[length - 1] == unread[length - 1]) {
            length--;
        }
        return Arrays.copyOf(found, length);
    }

    /** The message that was taken last. For the receiving thread. */
    byte[] message() {
        return taken;
    }

    /** Waits a moment for the peer to take what we put; returns at once if it has been woken already. */
    void awaitTurn(long timeoutNs) {
        using(() -> departures.awaitZero(timeoutNs));
    }

    /** Whether the peer has taken everything that was put. */
    boolean isAllTaken() {
        return locked(false, () -> {
            if (unread != null && (memory.isClear() || !isUnseen() && !isUnread(memory.read()))) {
                unread = null;
            }
            return unread == null;
        });
    }

    /** After the peer is gone: takes our message back, and what wakes nobody any more. Null if it was read. */
    byte[] takeBack() {
        return locked(null, () -> {
            byte[] back = unread != null && isUnread(memory.read()) ? unread : null;
            if (back != null) {
                memory.clear();
            }
            unread = null;
            departures.reset(0);
            return back;
        });
    }

    /** What {@link #close} has left and this side had made, when there will be no next start. */
    void removeRest() {
        for (SemaphoreBackend semaphore : List.of(arrivals, departures)) {
            if (semaphore.isOwner()) {
                semaphore.close(true);
            }
        }
    }

    /** Who else is attached. */
    Attached others() {
        Attached others = using(() -> segment.attached().others());
        return others == null ? Attached.NOBODY : others;
    }

    long overwrites() {
        return locked(0L, () -> overwrites);
    }

    /** Makes sure that both sides still use the same semaphores. */
    void follow() {
        using(() -> {
            lock.follow();
            arrivals.follow();
            departures.follow();
            return true;
        });
    }

    /**
     * Detaches. Idempotent.
     *
     * @param forGood whether to remove what nobody else uses any more; else it is left for the peer's next start, which
     *     may have begun already
     */
    void close(boolean forGood) {
        use.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            boolean last = segment.leave(forGood);
            arrivals.close(forGood && (last || arrivals.isOwner()));
            departures.close(forGood && (last || departures.isOwner()));
        } finally {
            use.writeLock().unlock();
        }
    }
}
