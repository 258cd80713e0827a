// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.wait.SessionThread;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock of one end of a session. Owns a queue for threads that may wait, a word that says whether a thread is in
 * the lane, and the id of the thread that runs the application's code while it holds the lock.
 *
 * <p>A thread that stays only briefly and finds the word free takes the word alone: by one compare-and-set to enter and
 * one release store to leave. That costs a third of a {@code ReentrantLock}, which stores its owner and its state with
 * one more fence each. Every other thread takes the queue first and then the word.
 *
 * <p><b>Assumptions.</b> A thread that took the word alone holds it only briefly, or for as long as it runs the
 * application's code. It announces the latter by {@link #enterApplication}.
 *
 * <p><b>Happens-before.</b> A thread takes the word by a compare-and-set, which reads the value that the thread before
 * it stored with release order. So everything that the thread before it did is visible to it.
 */
final class LaneLock {
    private static final long FREE = 0;
    private static final int SPINS = 200;
    private static final int YIELDS = 1000;
    private static final int PAUSES = 5000;
    private static final long PAUSE_NS = 1_000_000;
    /** Five seconds together: far longer than a running thread needs to leave the lane of a peer that has hung up. */
    private static final int DETACH_TRIES = 50;
    private static final long DETACH_TRY_MS = 100;
    private static final long NOBODY = 0;

    private final WaitQueue queue = new WaitQueue();
    /** The id of the thread in the lane, or FREE. Storing a thread's id costs less than storing a reference. */
    private final AtomicLong word = new AtomicLong(FREE);
    private final AtomicLong inApplication = new AtomicLong(NOBODY);

    /** Gives the lock back even if the JDK throws the error of a truncated segment in {@code unlock}. */
    private static final class WaitQueue extends ReentrantLock {
        private static final long serialVersionUID = 1;

        /** Threads in {@link #sleep} that nobody has woken. */
        private final transient Queue<Thread> sleepers = new ConcurrentLinkedQueue<>();

        @Override
        public void unlock() {
            try {
                super.unlock();
            } catch (InternalError e) {
                if (isHeldByCurrentThread()) {
                    super.unlock();
                }
                throw e;
            } finally {
                wakeNext();
            }
        }

        /** Whether the holder has just given the lock back or is on a processor, or could be. */
        boolean isHolderRunning() {
            Thread holder = getOwner();
            return holder == null || holder.getState() == Thread.State.RUNNABLE;
        }

        /**
         * Sleeps until a holder gives the lock back. No wake-up is lost: this thread adds itself and then looks at the
         * lock, a holder gives the lock back and then looks for sleepers, and all of these accesses are volatile.
         */
        void sleep(long deadlineNs) {
            Thread own = Thread.currentThread();
            sleepers.add(own);
            try {
                if (isLocked()) {
                    LockSupport.parkNanos(this, deadlineNs - System.nanoTime());
                }
            } finally {
                sleepers.remove(own);
            }
        }

        void wakeNext() {
            LockSupport.unpark(sleepers.poll());
        }
    }

    /** Takes the word alone, until {@link #leave}, if it need not wait for it. */
    boolean tryEnter() {
        // Not past threads in the queue: a thread that enters again and again would never let them have the word.
        return !queue.isLocked() && takeFreeWord();
    }

    /**
     * Takes the word alone, until {@link #leave}; false if another thread keeps the lock for longer than a short spin.
     */
    boolean enter() {
        for (int i = 0; i < SPINS; i++) {
            if (tryEnter()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /**
     * Takes the word alone, until {@link #leave}. If it is taken, waits first for the threads that hold it or are in
     * the queue.
     */
    void enterNext() {
        if (!tryEnter()) {
            lock();
            queue.unlock();
        }
    }

    void leave() {
        word.setRelease(FREE);
    }

    /** Never blocks on the queue; returns false if it is taken. */
    boolean tryLock() {
        return queue.tryLock() && takeWord(0, true);
    }

    /** The result of {@link #tryLockNow}. */
    enum Attempt {
        /** The calling thread has the lock. */
        LOCKED,
        /** Another thread has taken the queue. It gives that back by a volatile store, and then looks who waits. */
        QUEUED,
        /** Another thread has taken the word alone. It leaves by a release store, and may miss a waiting thread. */
        ENTERED
    }

    /** Never blocks. */
    Attempt tryLockNow() {
        if (!queue.tryLock()) {
            return Attempt.QUEUED;
        }
        if (takeFreeWord()) {
            return Attempt.LOCKED;
        }
        queue.unlock();
        return Attempt.ENTERED;
    }

    /**
     * Waits for the lock; false if the time is over before. Stays awake while the holder is, because to wake a thread
     * takes much longer than to send a message, and would put the peer's thread aside when all processors are busy. A
     * thread that has been woken stays awake in the same way, so one holder wakes it only once.
     */
    boolean tryLockUntil(long deadlineNs) throws InterruptedException {
        int yields = 0;
        while (!queue.tryLock()) {
            if (Deadlines.isOver(deadlineNs) || Thread.currentThread().isInterrupted()) {
                // It may be this thread that was to take the lock next.
                queue.wakeNext();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                return false;
            }
            yields = queue.isHolderRunning() && !isInApplication() ? yields + 1 : Integer.MAX_VALUE;
            // Virtual threads that yield keep their carriers from a holder that is virtual too, so they stop.
            if (yields < YIELDS || yields < Integer.MAX_VALUE && !SessionThread.isCurrentVirtual()) {
                Thread.yield();
            } else {
                yields = 0;
                queue.sleep(deadlineNs);
            }
        }
        return takeWord(deadlineNs, false);
    }

    void lock() {
        queue.lock();
        takeWord(0, true);
    }

    /**
     * Takes the lock in order to take the attachment away. The error of a truncated segment can reach a thread between
     * taking the lock and the code that gives it back, and the session must end nevertheless; so this wait is limited,
     * except while the holder runs the application's code. Counts short waits instead of looking at the clock, because
     * the clock goes on while the process is stopped and its threads are not running.
     *
     * @throws IllegalStateException if the holder does not give the lock back
     */
    void lockToDetach() {
        boolean interrupted = false;
        boolean locked = queue.tryLock();
        for (int tries = 0; !locked && tries < DETACH_TRIES; tries = isInApplication() ? 0 : tries + 1) {
            try {
                locked = queue.tryLock(DETACH_TRY_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!locked) {
            throw new IllegalStateException("A thread has not given the session's lock back: " + queue);
        }
        takeWord(0, true);
    }

    void unlock() {
        word.setRelease(FREE);
        queue.unlock();
    }

    private boolean takeFreeWord() {
        return word.compareAndSet(FREE, Thread.currentThread().getId());
    }

    /**
     * Gives back whatever the calling thread still holds, after the error of a truncated segment has reached it between
     * taking the lock and the code that gives it back. Without effect on locks that another thread holds.
     */
    void releaseHeld() {
        long own = Thread.currentThread().getId();
        inApplication.compareAndSet(own, NOBODY);
        word.compareAndSet(own, FREE);
        while (queue.isHeldByCurrentThread()) {
            queue.unlock();
        }
    }

    /** The holder announces that it runs the application's code, which may take any time. */
    void enterApplication() {
        inApplication.setRelease(Thread.currentThread().getId());
    }

    /** The holder announces that the application's code has returned. */
    void leaveApplication() {
        inApplication.setRelease(NOBODY);
    }

    /** For any thread: whether the holder runs the application's code. */
    boolean isInApplication() {
        return inApplication.get() != NOBODY;
    }

    /** For any thread: whether the calling thread is the holder and runs the application's code. */
    boolean isInApplicationHere() {
        return inApplication.getPlain() == Thread.currentThread().getId();
    }

    /**
     * Waits for the word; the caller holds the queue. The word's holder is copying a frame, or off the CPU, or runs the
     * application's code; or the error of a truncated segment has kept it from giving the word back. Gives the queue
     * back if it does not get the word.
     */
    private boolean takeWord(long deadlineNs, boolean endless) {
        if (queue.getHoldCount() > 1) {
            queue.unlock();
            throw new IllegalStateException("The calling thread has a claim or a batch: commit or close it first");
        }
        for (int i = 0; i < YIELDS; i++) {
            if (takeFreeWord()) {
                return true;
            }
            if (i < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        return awaitWord(deadlineNs, endless);
    }

    /** Counts short waits, for the same reason as {@link #lockToDetach}. */
    private boolean awaitWord(long deadlineNs, boolean endless) {
        boolean interrupted = false;
        boolean taken = false;
        int pauses = 0;
        while (!taken && pauses < PAUSES && (endless || !Deadlines.isOver(deadlineNs))) {
            pauses = isInApplication() ? 0 : pauses + 1;
            LockSupport.parkNanos(PAUSE_NS);
            interrupted |= Thread.interrupted();
            taken = takeFreeWord();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!taken) {
            queue.unlock();
            if (pauses == PAUSES) {
                throw new IllegalStateException("A thread has not left the session's lane");
            }
        }
        return taken;
    }
}
