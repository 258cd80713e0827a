// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Size;
import org.jline.terminal.Sized;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;

/** Takes over the terminal of this process, by JLine. */
final class TerminalControl {
    /** For terminals that do not know their size. */
    private static final Sized UNKNOWN_SIZE = Size.of(80, 24);
    /** The type that an unknown terminal most likely understands. */
    private static final String PLAIN = "ansi";

    private TerminalControl() {
    }

    /**
     * Opens it. The caller closes it, which restores its attributes.
     *
     * @throws IOException if the terminal cannot be controlled
     */
    static Terminal open() throws IOException {
        // Otherwise JLine takes one Ctrl-C for two: as a signal, and as a key, which can hit the next line.
        System.setProperty(TerminalBuilder.PROP_SOFTWARE_SIGNALS, "false");
        // Otherwise JLine looks for a key ten times a second.
        System.setProperty(TerminalBuilder.PROP_NON_BLOCKING_READS, "false");
        // Terminals speak UTF-8 in every locale, and so do we. Asking for grapheme clusters would write a query to it.
        Terminal terminal = TerminalBuilder.builder().system(true).type(unknownType() == null ? type() : PLAIN)
                .provider("exec").dumb(false).encoding(StandardCharsets.UTF_8)
                .graphemeCluster(false).build();
        setKnownSize(terminal);
        return terminal;
    }

    /** Gives a terminal that does not know its size one. */
    static void setKnownSize(Terminal terminal) {
        if (terminal.getColumns() == 0 || terminal.getRows() == 0) {
            terminal.setSize(UNKNOWN_SIZE);
        }
    }

    private static String type() {
        String named = System.getenv("TERM");
        return named == null || named.isEmpty() ? Terminal.TYPE_DUMB : named;
    }

    /** Says that the terminal's type has no terminfo entry; null if it has one. */
    static String unknownType() {
        return isKnown(type()) ? null : "There is no terminfo entry for TERM=" + Printable.inline(type())
                + ": using this terminal as a plain " + PLAIN + " one";
    }

    /** Asked here, because JLine prints a warning of 40 lines before it falls back to another type. */
    private static boolean isKnown(String type) {
        try {
            return !InfoCmp.getInfoCmp(type).isEmpty();
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Stops this job until its shell continues it. The system does not stop a job that no shell could continue.
     *
     * @throws IOException if the system refuses
     */
    static void stopJob() throws IOException {
        try {
            new ProcessBuilder("kill", "-TSTP", "0").start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
