// SPDX-License-Identifier: Apache-2.0
package io.shmooze.testing;

import io.shmooze.wait.BellWire;
import java.util.concurrent.TimeUnit;

/** One end of a wire within one process: bells without sockets. */
public final class InMemoryWire implements BellWire {
    private InMemoryWire other;
    private int bells;
    private boolean ended;
    private boolean released;
    private boolean withoutDescriptors;
    private boolean bellWaiterWoken;
    private boolean endWaiterWoken;

    private InMemoryWire() {
    }

    /**
     * Makes a wire.
     *
     * @return one of its ends
     */
    public static InMemoryWire create() {
        InMemoryWire here = new InMemoryWire();
        here.other = new InMemoryWire();
        here.other.other = here;
        return here;
    }

    /**
     * The other end.
     *
     * @return of the same wire
     */
    public InMemoryWire other() {
        return other;
    }

    /** Lets {@link #awaitBell} fail, as if the process had no file descriptor left. */
    public synchronized void exhaustDescriptors() {
        withoutDescriptors = true;
    }

    @Override
    public boolean ring() {
        return other.hear();
    }

    private synchronized boolean hear() {
        if (ended) {
            return false;
        }
        bells++;
        notifyAll();
        return true;
    }

    @Override
    public synchronized int read() {
        boolean interrupted = false;
        while (bells == 0 && !ended) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return poll();
    }

    @Override
    public synchronized int poll() {
        int heard = bells;
        bells = 0;
        return heard == 0 && ended ? END : heard;
    }

    @Override
    public synchronized boolean awaitBell(long timeoutNs) {
        if (withoutDescriptors) {
            return false;
        }
        long deadlineNs = System.nanoTime() + timeoutNs;
        try {
            while (bells == 0 && !ended && !bellWaiterWoken && System.nanoTime() - deadlineNs < 0) {
                TimeUnit.NANOSECONDS.timedWait(this, deadlineNs - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        bellWaiterWoken = false;
        return true;
    }

    @Override
    public synchronized void wakeBellWaiter() {
        bellWaiterWoken = true;
        notifyAll();
    }

    @Override
    public synchronized void awaitEnd(boolean orBell) {
        try {
            while ((bells == 0 || !orBell) && !ended && !endWaiterWoken) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endWaiterWoken = false;
    }

    @Override
    public synchronized void wakeEndWaiter() {
        endWaiterWoken = true;
        notifyAll();
    }

    @Override
    public void close() {
        end();
        other.end();
    }

    @Override
    public synchronized void release() {
        released = true;
    }

    @Override
    public boolean awaitRelease(long timeoutNs) {
        release();
        return other.isReleased();
    }

    private synchronized boolean isReleased() {
        return released;
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }
}
