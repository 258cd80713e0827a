// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.CannotCreateException;
import io.shmooze.NotPermittedException;
import io.shmooze.ProtocolException;
import io.shmooze.ShmoozeException;
import io.shmooze.UnavailableException;
import java.util.Locale;

/** Why a server refuses a client, as the handshake says it. */
public enum Refusal {
    /** The channel has as many clients as it takes. */
    FULL,
    /** Too many handshakes are unfinished. */
    BUSY,
    /** The server could not create the segment. */
    CREATE,
    /** The client belongs to another user. */
    USER,
    /** The two speak different versions. */
    VERSION,
    /** The client said something else than the protocol provides for. */
    MALFORMED;

    /**
     * The line that says so.
     *
     * @param text for people, one line
     * @return without a newline
     */
    public String line(String text) {
        return HandshakeLine.REFUSED + " " + name().toLowerCase(Locale.ROOT) + " " + text;
    }

    /**
     * Whether a refused client may succeed in a moment.
     *
     * @param line of the server
     * @return true if the server is only busy
     */
    public static boolean isBusy(String line) {
        return line.startsWith(BUSY.line(""));
    }

    /**
     * What a refusal says to people.
     *
     * @param line of the server
     * @return the line without word and code
     */
    public static String text(String line) {
        String[] parts = line.split(" ", 3);
        return parts.length == 3 ? parts[2] : line;
    }

    /**
     * What a refused client throws.
     *
     * @param line of the server
     * @return an exception that says what the server said
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
