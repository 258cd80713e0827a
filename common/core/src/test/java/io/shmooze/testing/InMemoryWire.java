// SPDX-License-Identifier: Apache-2.0
package io.shmooze.testing;

import io.shmooze.wait.BellWire;

/** One end of a wire within one process: bells without sockets. */
public final class InMemoryWire implements BellWire {
    private InMemoryWire other;
    private int bells;
    private boolean ended;

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
        int heard = bells;
        bells = 0;
        return heard == 0 ? END : heard;
    }

    @Override
    public void close() {
        end();
        other.end();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }
}
