// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.ProtocolException;
import io.shmooze.segment.Alphabet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of the handshake: a word and {@code key=value} pairs, separated by single spaces. Owns the parsed pairs.
 *
 * @param word the line's first word
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
    /** The server refuses this client: followed by a {@link Refusal} code and text for people. */
    public static final String REFUSED = "REFUSED";

    /** Of WELCOME: the length of each bulk area. */
    public static final String BULK_FIELD = "bulk";
    /** Of WELCOME: the length of each wide lane. */
    public static final String WIDE_LANE_FIELD = "wide-lane";

    /** One digit less than the largest long has, so that no number overflows. */
    private static final int MAX_DIGITS = 18;

    /**
     * Parses a line.
     *
     * @param line without its newline
     * @return the parts
     * @throws ProtocolException if it is not a handshake line, or has a key twice
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
     * Formats a line.
     *
     * @param word the first word
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
     * The value of a key.
     *
     * @param key the key
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
     * The value of a key, as a number.
     *
     * @param key the key
     * @param max the largest number allowed
     * @return from 0 to max
     * @throws ProtocolException if it is missing, or not such a number
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
