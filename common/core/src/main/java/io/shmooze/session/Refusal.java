// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.CannotCreateException;
import io.shmooze.NotPermittedException;
import io.shmooze.ProtocolException;
import io.shmooze.ShmoozeException;
import io.shmooze.UnavailableException;
import java.util.Locale;

/** Why a server refuses a client: the codes of the handshake. Owns no state. */
public enum Refusal {
    /** The channel has as many clients as it accepts. */
    FULL,
    /** Too many handshakes are unfinished. */
    BUSY,
    /** The server could not create the segment. */
    CREATE,
    /** The client belongs to another user. */
    USER,
    /** The two sides speak different versions of the protocol. */
    VERSION,
    /** The client sent a line that the protocol does not allow. */
    MALFORMED;

    /**
     * The handshake line of this refusal.
     *
     * @param text for people, one line
     * @return without a newline
     */
    public String line(String text) {
        return HandshakeLine.REFUSED + " " + name().toLowerCase(Locale.ROOT) + " " + text;
    }

    /**
     * Whether a refused client should try again soon.
     *
     * @param line from the server
     * @return true if the server is only busy
     */
    public static boolean isBusy(String line) {
        return line.startsWith(BUSY.line(""));
    }

    /**
     * The text for people of a refusal.
     *
     * @param line from the server
     * @return the line without its word and code
     */
    public static String text(String line) {
        String[] parts = line.split(" ", 3);
        return parts.length == 3 ? parts[2] : line;
    }

    /**
     * The exception for a refused client.
     *
     * @param line from the server
     * @return an exception with the server's text
     */
    public static ShmoozeException exception(String line) {
        String[] parts = line.split(" ", 3);
        String text = "The server refused: " + text(line);
        return switch (parts.length < 2 ? "" : parts[1]) {
            case "full", "busy" -> new UnavailableException(text);
            case "create" -> new CannotCreateException(text);
            case "user" -> new NotPermittedException(text);
            default -> new ProtocolException(text);
        };
    }
}
