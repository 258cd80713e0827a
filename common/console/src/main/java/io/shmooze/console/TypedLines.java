// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.MessageRefusedException;
import io.shmooze.SessionClosedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A queue of typed lines. A thread of its own sends them, so that the prompt stays usable while a peer does not read or
 * a client waits for the next server.
 */
final class TypedLines implements Destination, UnsentLines {
    private static final int CAPACITY = 1000;

    private final Destination destination;
    private final Screen screen;
    /** The first line is the one being sent. Guarded by this. */
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();

    TypedLines(Destination destination, Screen screen) {
        this.destination = destination;
        this.screen = screen;
        Thread thread = new Thread(this::run, "shmooze-typed");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void send(ByteBuffer line) {
        if (!add(line)) {
            screen.announce("Not sent: " + CAPACITY + " lines are waiting already; try again later");
        }
    }

    private synchronized boolean add(ByteBuffer line) {
        if (waiting.size() == CAPACITY) {
            return false;
        }
        notifyAll();
        return waiting.add(ByteBuffer.allocate(line.remaining()).put(line.duplicate()).flip());
    }

    private void run() {
        try {
            while (true) {
                sendFirst();
                removeFirst();
            }
        } catch (SessionClosedException | InterruptedException e) {
            // The session's listener learns of that, too, and the program reports the lines that still wait.
            Thread.currentThread().interrupt();
        }
    }

    private void sendFirst() throws InterruptedException {
        try {
            destination.send(first());
        } catch (MessageRefusedException e) {
            screen.announce("Not sent: " + Printable.inline(e.getMessage()));
        }
    }

    private synchronized ByteBuffer first() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        return waiting.peek();
    }

    private synchronized void removeFirst() {
        waiting.remove();
        notifyAll();
    }

    @Override
    public synchronized void settle(Duration timeout) throws InterruptedException {
        TimedWait.until(this, waiting::isEmpty, timeout);
    }

    @Override
    public synchronized long unsent() {
        return waiting.size();
    }

    @Override
    public long behind() {
        return 0;
    }
}
