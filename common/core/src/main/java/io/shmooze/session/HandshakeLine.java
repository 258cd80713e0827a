// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.ProtocolException;
import io.shmooze.segment.Alphabet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of the handshake: a word and {@code key=value} pairs, separated by single spaces.
 *
 * @param word what the line is
 * @param values in the order of the line
 */
public record HandshakeLine(String word, Map<String, String> values) {
    /** The client's first line. */
    public static final String HELLO = "HELLO";
    /** The server's answer. */
    public static final String WELCOME = "WELCOME";
    /** The client's line on its second connection. */
    public static final String BELL = "BELL";
    /** The client has mapped the segment. */
    public static final String ATTACHED = "ATTACHED";
    /** The server has both connections. */
    public static final String READY = "READY";
    /** The server will not have this client: followed by a {@link Refusal} code and text for people. */
    public static final String REFUSED = "REFUSED";

    /** Of a long, less one, so that none overflows. */
    private static final int MAX_DIGITS = 18;

    /**
     * Takes a line apart.
     *
     * @param line without its newline
     * @return the parts
     * @throws ProtocolException if it is no handshake line
     */
    public static HandshakeLine parse(String line) {
        String[] parts = line.split(" ", -1);
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 1 || values.put(parts[i].substring(0, equals), parts[i].substring(equals + 1)) != null) {
                throw new ProtocolException("The handshake line '" + line + "' is malformed at '" + parts[i] + "'");
            }
        }
        return new HandshakeLine(parts[0], values);
    }

    /**
     * Puts a line together.
     *
     * @param word what it is
     * @param keysAndValues alternating
     * @return without a newline
     */
    public static String format(String word, Object... keysAndValues) {
        StringBuilder line = new StringBuilder(word);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            line.append(' ').append(keysAndValues[i]).append('=').append(keysAndValues[i + 1]);
        }
        return line.toString();
    }

    /**
     * A value.
     *
     * @param key its key
     * @return the text
     * @throws ProtocolException if it is missing
     */
    public String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new ProtocolException("The handshake line " + word + " lacks '" + key + "'");
        }
        return value;
    }

    /**
     * A value that is a number.
     *
     * @param key its key
     * @param max the largest allowed
     * @return from 0 to max
     * @throws ProtocolException if it is missing or none
     */
    public long number(String key, long max) {
        String value = text(key);
        if (!Alphabet.DECIMAL.matches(value, 1, MAX_DIGITS) || Long.parseLong(value) > max) {
            throw new ProtocolException("The handshake line " + word + " has " + key + "=" + value
                    + ", expected a number of at most " + max);
        }
        return Long.parseLong(value);
    }
}
