// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * One attachment to a mailbox, from opening to closing. Owns the segment with its lock, and both semaphores; a server
 * keeps it while its clients change. {@link MailboxContents} knows whose message is in it.
 *
 * <p><b>Threads.</b> Any thread may call any method; {@link #close} waits for the threads that are inside.
 */
final class MailboxAttachment {
    /** Qt's part of either semaphore overflows at 32,767 (System V): setting the value clears it for all processes. */
    static final int RENEWAL = 16_000;

    private static final long LOCK_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /** As for attaching. */
    private static final long BEGIN_NS = TimeUnit.SECONDS.toNanos(10);

    private final QtEnd end;
    private final QtSharedMemory segment;
    private final SegmentLock lock;
    private final int capacity;
    /** Guarded by the lock above. */
    private final MailboxContents contents;
    private final SemaphoreBackend arrivals;
    private final SemaphoreBackend departures;
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    /** Wake-ups that were our own. */
    private final AtomicInteger nudges = new AtomicInteger();
    /** Guarded by the write half of the lock above. */
    private boolean closed;
    /** For the receiving thread only. */
    private int wakeUps;

    MailboxAttachment(QtEnd end, QtSharedMemory segment, SemaphoreBackend arrivals, SemaphoreBackend departures) {
        this.end = end;
        this.segment = segment;
        this.lock = segment.currentLock();
        MailboxMemory memory = new MailboxMemory(segment.attached().view());
        this.capacity = memory.capacity();
        this.contents = new MailboxContents(memory, arrivals, departures);
        this.arrivals = arrivals;
        this.departures = departures;
    }

    QtEnd end() {
        return end;
    }

    /** The length of the longest message, which the program has chosen that made the segment. */
    int capacity() {
        return capacity;
    }

    /**
     * {@link MailboxContents#begin}.
     *
     * @throws QtException {@link QtError#LOCK_ERROR} if another process keeps the lock
     */
    void begin() {
        lock.lock(BEGIN_NS);
        try {
            contents.begin(end, end == QtEnd.SERVER || others().count() == 1);
        } finally {
            lock.unlock();
        }
    }

    /** Keeps other threads from closing while it does a step; null if this is closed. */
    private <T> T using(Supplier<T> step) {
        use.readLock().lock();
        try {
            return closed ? null : step.get();
        } finally {
            use.readLock().unlock();
        }
    }

    private <T> T locked(T otherwise, Supplier<T> step) {
        T result = using(() -> {
            if (!lock.tryLock(LOCK_NS)) {
                return otherwise;
            }
            try {
                return step.get();
            } finally {
                lock.unlock();
            }
        });
        return result == null ? otherwise : result;
    }

    /** Puts a message if the mailbox is clear, and wakes the peer. For one thread at a time. */
    boolean put(byte[] message) {
        boolean put = locked(false, () -> contents.put(message));
        if (put) {
            using(() -> {
                contents.announce();
                return true;
            });
        }
        return put;
    }

    /** Waits for a wake-up, at most that long. For the receiving thread. */
    boolean awaitArrival(long timeoutNs) {
        Boolean woken = using(() -> {
            if (arrivals.isGone()) {
                LockSupport.parkNanos(timeoutNs);
                return false;
            }
            return arrivals.acquire(timeoutNs);
        });
        return woken != null && woken;
    }

    /**
     * Waits, at a server without a client and at most that long, for a client to come: a program that attaches takes
     * the lock. True if one may have come. POSIX semaphores do not show it.
     */
    boolean awaitVisitor(long timeoutNs) {
        Boolean visited = using(() -> lock.awaitTaken(timeoutNs));
        return visited != null && visited;
    }

    /** Whether {@link #awaitVisitor} works. */
    boolean seesVisitors() {
        return end == QtEnd.SERVER && lock.tellsWhenTaken();
    }

    /** Ends {@link #awaitArrival} and {@link #awaitVisitor}, as if the peer had done something. */
    void wakeHere() {
        using(() -> {
            nudges.incrementAndGet();
            arrivals.release(1);
            if (seesVisitors()) {
                lock.nudge();
            }
            return true;
        });
    }

    /** Whether one of the wake-ups that have come was our own, each once. */
    boolean wasNudge() {
        return nudges.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }

    /** Whether something is to be looked at that wakes nobody. For the receiving thread. */
    boolean isRestless() {
        return contents.lingers() || arrivals.isGone();
    }

    /** Takes the peer's message, if there is one: {@link #message} has it then. For the receiving thread. */
    PollResult poll() {
        if (++wakeUps >= RENEWAL) {
            // This loses only a hint, and we look all the same.
            forgetArrivals();
            wakeUps = 0;
        }
        return locked(PollResult.LOCKED, contents::poll);
    }

    /** {@link MailboxContents#pollLingering}. For the receiving thread. */
    PollResult pollLingering() {
        return locked(PollResult.LOCKED, contents::pollLingering);
    }

    /** Removes wake-ups that were left over. The caller looks into the mailbox afterwards. */
    void forgetArrivals() {
        using(() -> {
            arrivals.reset(0);
            return true;
        });
    }

    /** The message that was taken last. For the receiving thread. */
    byte[] message() {
        return contents.message();
    }

    /** Waits a moment for the peer to take our message; returns at once if it has taken the wake-up already. */
    void awaitTurn(long timeoutNs) {
        using(() -> departures.awaitZero(timeoutNs));
    }

    /** Whether the peer has taken everything that was put. */
    boolean isAllTaken() {
        return locked(false, contents::isAllTaken);
    }

    /** {@link MailboxContents#takeBack}. While the peer stands still with the lock, our message counts as unread. */
    byte[] takeBack() {
        Optional<byte[]> unread = Optional.ofNullable(contents.unread());
        return locked(unread, () -> Optional.ofNullable(contents.takeBack())).orElse(null);
    }

    /** The message that {@link #takeBack} returns if it does not get the lock. Needs no lock itself. */
    byte[] unread() {
        return contents.unread();
    }

    /** The other processes that are attached. */
    Attached others() {
        Attached others = using(() -> segment.attached().others());
        return others == null ? Attached.NOBODY : others;
    }

    long overwrites() {
        return contents.overwrites();
    }

    long mangled() {
        return contents.mangled();
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
     * Detaches, and removes the semaphores that this end has made. Idempotent.
     *
     * @param forGood whether to remove semaphores that others have made, too, if nobody else is attached any more; else
     *     they are left for the peer's next start, which may have begun already
     */
    void close(boolean forGood) {
        use.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            // Left there, they would wake the next client without a message.
            while (wasNudge()) {
                arrivals.acquire(0);
            }
            boolean last = false;
            try {
                last = segment.leave(forGood);
            } finally {
                arrivals.close(forGood && last || arrivals.isOwner());
                departures.close(forGood && last || departures.isOwner());
            }
        } finally {
            use.writeLock().unlock();
        }
    }
}
