// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.MessageRefusedException;
import io.shmooze.ShmoozeException;
import java.io.IOException;

/** Each line of standard input is one message. A line that is too long is named and left out. */
final class PipeInput implements Input {
    private final LineSource source;
    private final int limit;
    private final Screen screen;
    private final Ending ending;
    private volatile boolean begun;
    private volatile boolean ended;

    PipeInput(LineSource source, int limit, Screen screen, Ending ending) {
        this.source = source;
        this.limit = limit;
        this.screen = screen;
        this.ending = ending;
    }

    /** Of this process. */
    static PipeInput standard(Invocation invocation, Screen screen, Ending ending) {
        int limit = invocation.settings().get(Setting.MAX_MESSAGE_LENGTH);
        Signals.ignoreTerminalInput();
        LineSource source = new LineSource(StandardStreams.input(), invocation.separator(), limit);
        return new PipeInput(source, limit, screen, ending);
    }

    @Override
    public void feed(Destination destination) throws InterruptedException {
        while (!ending.reached() && next()) {
            begun = true;
            if (source.line() == null) {
                leaveOut("the limit is " + limit + " (max-message-length)");
            } else {
                send(destination);
            }
        }
        ended = true;
    }

    @Override
    public boolean underWay() {
        return begun && !ended;
    }

    private boolean next() {
        try {
            return source.next();
        } catch (IOException e) {
            if (Terminals.isInput()) {
                screen.announce("Not reading the terminal, because this job is in its background");
                return false;
            }
            throw new ShmoozeException("Cannot read standard input: " + e.getMessage(), e);
        }
    }

    private void send(Destination destination) throws InterruptedException {
        try {
            destination.send(source.line());
        } catch (MessageRefusedException e) {
            leaveOut(Visible.inline(e.getMessage()));
        }
    }

    private void leaveOut(String reason) {
        ending.leaveOut();
        screen.announce("Line " + source.number() + " was left out: it has " + source.length() + " bytes; " + reason);
    }
}
