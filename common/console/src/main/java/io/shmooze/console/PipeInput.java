// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.MessageRefusedException;
import io.shmooze.ShmoozeException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Sends each line of standard input as one message. A line that is too long is reported and left out. */
final class PipeInput implements Input, UnsentLines {
    /** More than a pipe holds. The limit is for a file, or a program that writes without end. */
    private static final long LEFT_BYTES = 1 << 20;

    private final LineSource source;
    private final int limit;
    private final Screen screen;
    private final Shutdown shutdown;
    /** Held while a line is on its way. */
    private final ReentrantLock sending = new ReentrantLock();
    private volatile boolean unsent;
    private volatile long behind;
    private volatile boolean begun;
    private volatile boolean ended;

    PipeInput(LineSource source, int limit, Screen screen, Shutdown shutdown) {
        this.source = source;
        this.limit = limit;
        this.screen = screen;
        this.shutdown = shutdown;
    }

    /** Reads the standard input of this process. */
    static PipeInput standard(Invocation invocation, Screen screen, Shutdown shutdown) {
        int limit = invocation.settings().get(Setting.MAX_MESSAGE_LENGTH);
        Signals.ignoreTerminalInput();
        LineSource source = new LineSource(StandardStreams.input(), invocation.separator(), limit);
        return new PipeInput(source, limit, screen, shutdown);
    }

    @Override
    public void feed(Destination destination) throws InterruptedException {
        int kept = 0;
        while (!shutdown.hasBegun() && next()) {
            begun = true;
            if (source.line() == null) {
                leaveOut("the limit is " + limit + " (max-message-length)");
            } else if (!send(destination)) {
                kept = 1;
            }
        }
        behind = shutdown.hasBegun() ? kept + left() : 0;
        ended = true;
    }

    @Override
    public boolean isActive() {
        return begun && !ended;
    }

    @Override
    public boolean hasPending() {
        return isActive() && !source.isStarving();
    }

    private boolean next() {
        try {
            return source.next();
        } catch (IOException e) {
            if (Terminals.isInput()) {
                screen.announce("Not reading the terminal, because this job is in the background");
                return false;
            }
            throw new ShmoozeException("Cannot read standard input: " + e.getMessage(), e);
        }
    }

    /** Sends the line; false if the program leaves, because {@link #settle} may not have waited for it. */
    private boolean send(Destination destination) throws InterruptedException {
        sending.lock();
        try {
            if (shutdown.hasBegun()) {
                return false;
            }
            unsent = true;
            destination.send(source.line());
            unsent = false;
        } catch (MessageRefusedException e) {
            unsent = false;
            leaveOut(Printable.inline(e.getMessage()));
        } finally {
            if (unsent) {
                behind = left();
            }
            sending.unlock();
        }
        return true;
    }

    private long left() {
        try {
            return source.countLeft(LEFT_BYTES);
        } catch (IOException e) {
            // A line that cannot be read was never given to this program.
            return 0;
        }
    }

    @Override
    public void settle(Duration timeout) throws InterruptedException {
        if (sending.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            sending.unlock();
        }
    }

    @Override
    public long unsent() {
        return unsent ? 1 : 0;
    }

    @Override
    public long behind() {
        return behind;
    }

    private void leaveOut(String reason) {
        shutdown.leaveOut();
        screen.announce("Line " + source.number() + " was left out: it has " + source.length() + " bytes; " + reason);
    }
}
