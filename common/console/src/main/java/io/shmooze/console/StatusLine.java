// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A line on standard error that is redrawn in place, if that is a terminal, and lines above it that stay. Safe for all
 * threads.
 */
final class StatusLine {
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Role role;
    private final boolean visible = Terminals.isErrors();
    private String text = "";
    private Supplier<String> source;
    private long drawnNs = System.nanoTime() - PAUSE_NS;

    StatusLine(Role role) {
        this.role = role;
    }

    /** Draws another text, if the last one was visible long enough to be read. */
    synchronized void update(Supplier<String> next) {
        source = next;
        if (System.nanoTime() - drawnNs >= PAUSE_NS) {
            redraw();
        }
    }

    /** Asks the source of the last text again, and draws the answer. */
    synchronized void redraw() {
        if (visible && source != null) {
            drawnNs = System.nanoTime();
            text = source.get();
            Terminals.drawOnErrors(text);
        }
    }

    /** Whether standard error is a terminal. */
    boolean isVisible() {
        return visible;
    }

    /** Prints a line that stays. */
    synchronized void announce(String line) {
        if (text.isEmpty()) {
            PipeScreen.announce(role, line);
        } else {
            Terminals.drawOnErrors("");
            PipeScreen.announce(role, line);
            Terminals.drawOnErrors(text);
        }
    }

    /** Erases the line. */
    synchronized void end() {
        if (!text.isEmpty()) {
            Terminals.drawOnErrors("");
            text = "";
            source = null;
        }
    }
}
