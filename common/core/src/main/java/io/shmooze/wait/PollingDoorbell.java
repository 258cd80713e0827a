// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

/**
 * The doorbell of a session that polls. A bell wakes the thread that waits for it, with no other thread in between.
 *
 * <p><b>Who reads.</b> An application's thread that sleeps waits for bells on the wire itself; if one does already,
 * the others sleep until it wakes them. The session's own thread waits for the end, and sleeps through all bells,
 * except while it has an interest in them ({@link #addInterest}): then it waits for bells too. Bells are taken from the
 * wire under the lock, without waiting. Whichever thread takes them wakes the others, also those that wait on the wire:
 * for those there may be nothing left to read. While nobody sleeps, bells stay in the wire until somebody does, who
 * then returns once for nothing.
 *
 * <p>A virtual thread does not wait on the wire, because it would keep its carrier. Neither does a thread for which the
 * process has no file descriptor left. For them the session's own thread has an interest in bells from then on.
 */
final class PollingDoorbell extends Doorbell {
    /** Whether an application's thread waits on the wire; guarded by the lock. */
    private boolean awaited;
    /** Guarded by the lock. */
    private int interests;
    /** Whether one of the interests is for threads that cannot wait on the wire; guarded by the lock. */
    private boolean relied;

    PollingDoorbell(BellWire wire) {
        super(wire);
    }

    @Override
    void awaitInterest(long seen) {
        SessionThread thread = sessionThread();
        countSleep();
        thread.beginSleep();
        try {
            while (mustListen(seen)) {
                wire.awaitEnd(hasInterest());
                if (take(true)) {
                    check();
                }
            }
        } finally {
            thread.endSleep();
        }
    }

    private boolean mustListen(long seen) {
        return !isHungUp() && (!hasInterest() || mustWait(seen));
    }

    private boolean hasInterest() {
        lock.lock();
        try {
            return interests > 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    void awaitBell(long seen, long deadlineNs) throws InterruptedException {
        countSleep();
        boolean onWire = !SessionThread.isCurrentVirtual();
        boolean taken = false;
        lock.lockInterruptibly();
        try {
            long leftNs = deadlineNs - System.nanoTime();
            while (mustWait(seen) && leftNs > 0) {
                if (onWire && !awaited) {
                    onWire = awaitOnWire(leftNs);
                    taken |= take(false);
                    throwIfInterrupted();
                } else {
                    relyOnSession(onWire);
                    changed.awaitNanos(leftNs);
                }
                leftNs = deadlineNs - System.nanoTime();
            }
        } finally {
            lock.unlock();
        }
        if (taken) {
            check();
        }
    }

    /** Gives up the lock while it waits. False if it cannot wait on the wire. */
    private boolean awaitOnWire(long timeoutNs) {
        awaited = true;
        lock.unlock();
        try {
            return wire.awaitBell(timeoutNs);
        } finally {
            lock.lock();
            awaited = false;
            // If this thread goes without a bell, another one has to wait on the wire.
            changed.signalAll();
        }
    }

    /** Takes bells or the end from the wire, and wakes all who wait on it; false if there was nothing. */
    private boolean take(boolean bySession) {
        lock.lock();
        try {
            int read = wire.poll();
            if (read == 0) {
                return false;
            }
            count(read);
            if (awaited) {
                wire.wakeBellWaiter();
            }
            if (!bySession && (interests > 0 || isHungUp())) {
                wire.wakeEndWaiter();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private void relyOnSession(boolean onWire) {
        if (!onWire && !relied) {
            relied = true;
            addInterest();
        }
    }

    @Override
    public void addInterest() {
        lock.lock();
        try {
            if (interests++ == 0) {
                wire.wakeEndWaiter();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void removeInterest() {
        lock.lock();
        try {
            interests--;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void startReader() {
        throw new UnsupportedOperationException("Without a listener, the session's own thread never spins");
    }
}
