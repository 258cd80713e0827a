// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.UsageException;
import io.shmooze.segment.Alphabet;
import io.shmooze.segment.LocaleCharset;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.SegmentDirectory;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The defaults and limits of what users configure, and the checks that go with them. */
public final class SessionDefaults {
    /** Of a segment, bytes. */
    public static final int SEGMENT_SIZE = SegmentDescriptor.MIN_LENGTH;
    /** Of a segment, bytes. */
    public static final int MIN_SEGMENT_SIZE = SegmentDescriptor.MIN_LENGTH;
    /** Of a segment, bytes. */
    public static final int MAX_SEGMENT_SIZE = SegmentDescriptor.MAX_LENGTH;
    /** Of a message, bytes. */
    public static final int MAX_MESSAGE_LENGTH = 16 * 1024 * 1024;
    /** What the limit can be raised to: the longest array of Java. */
    public static final int MAX_MAX_MESSAGE_LENGTH = Integer.MAX_VALUE - 8;
    /** Attached to a server at the same time. */
    public static final int MAX_CLIENTS = 64;
    /** How long a client waits for its server at first. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** How long a client waits for a server after it lost one. */
    public static final Duration RECONNECT_TIMEOUT = Duration.ofSeconds(30);

    private static final String DIRECTORY = "SHMOOZE_DIRECTORY";
    private static final int MAX_NAME_LENGTH = 64;

    private SessionDefaults() {
    }

    /**
     * Where channels are if the application does not say.
     *
     * @param variables of the environment
     * @return the path that {@code SHMOOZE_DIRECTORY} says, else the user's own in shared memory
     * @throws UsageException if it says something else
     */
    public static Path directory(Map<String, String> variables) {
        String text = variables.get(DIRECTORY);
        if (text == null) {
            return SegmentDirectory.defaultPath();
        }
        try {
            if (!text.isEmpty()) {
                return LocaleCharset.path(text);
            }
        } catch (InvalidPathException e) {
            throw new UsageException("The variable " + DIRECTORY + " is '" + text + "', which " + e.getReason(), e);
        }
        throw new UsageException("The variable " + DIRECTORY + " is empty: let it name a directory, or unset it");
    }

    /**
     * Checks a channel's name.
     *
     * @param channel the name
     * @return the same
     * @throws UsageException if it is none
     */
    public static String checkChannel(String channel) {
        if (!Alphabet.NAME.matches(channel, 1, MAX_NAME_LENGTH)) {
            throw new UsageException("The channel name '" + channel
                    + "' is not usable: take 1 to 64 of the characters A-Z a-z 0-9 . _ -");
        }
        return channel;
    }

    /**
     * Checks the name that a process gives itself.
     *
     * @param name the name
     * @return the same
     * @throws UsageException if it is none
     */
    public static String checkName(String name) {
        int length = name.codePointCount(0, name.length());
        if (length < 1 || length > MAX_NAME_LENGTH || !isVisible(name)) {
            throw new UsageException("The name '" + name + "' is not usable: take 1 to " + MAX_NAME_LENGTH
                    + " characters without spaces");
        }
        return name;
    }

    /** Nor can UTF-8 carry half of a surrogate pair. */
    private static boolean isVisible(String name) {
        return name.codePoints().noneMatch(c -> Character.isSpaceChar(c) || Character.isISOControl(c)
                || Character.getType(c) == Character.SURROGATE);
    }

    /**
     * Checks a number.
     *
     * @param what it is, for the message
     * @param value the number
     * @param min the least allowed
     * @param max the most allowed
     * @return the value
     * @throws UsageException if it is out of range
     */
    public static int checkRange(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new UsageException("The " + what + " " + value + " is out of range: take " + min + " to " + max);
        }
        return value;
    }
}
