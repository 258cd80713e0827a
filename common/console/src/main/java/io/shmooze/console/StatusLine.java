// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A line on standard error that is drawn over and over, if that is a terminal, and lines above it that stay. Safe for
 * all threads.
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

    /** Draws another text, if the last one stood there long enough to be read. */
    synchronized void update(Supplier<String> next) {
        source = next;
        if (System.nanoTime() - drawnNs >= PAUSE_NS) {
            redraw();
        }
    }

    /** Draws what the last text would be now. */
    synchronized void redraw() {
        if (visible && source != null) {
            drawnNs = System.nanoTime();
            text = source.get();
            Terminals.drawOnErrors(text);
        }
    }

    /** Whether anybody sees it. */
    boolean isVisible() {
        return visible;
    }

    /** A line that stays. */
    synchronized void announce(String line) {
        if (text.isEmpty()) {
            PipeScreen.announce(role, line);
        } else {
            Terminals.drawOnErrors("");
            PipeScreen.announce(role, line);
            Terminals.drawOnErrors(text);
        }
    }

    /** Nothing is drawn any more. */
    synchronized void end() {
        if (!text.isEmpty()) {
            Terminals.drawOnErrors("");
            text = "";
            source = null;
        }
    }
}
