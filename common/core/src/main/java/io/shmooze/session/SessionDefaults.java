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

/**
 * The defaults and limits of the settings, and the checks of their values. Owns no state.
 */
public final class SessionDefaults {
    /** The default size of a segment, bytes. */
    public static final int SEGMENT_SIZE = SegmentDescriptor.MIN_LENGTH;
    /** The smallest segment, bytes. */
    public static final int MIN_SEGMENT_SIZE = SegmentDescriptor.MIN_LENGTH;
    /** The largest segment, bytes. */
    public static final int MAX_SEGMENT_SIZE = SegmentDescriptor.MAX_LENGTH;
    /** The default length of each direction's bulk area, bytes. */
    public static final int BULK_SIZE = 4 * 1024 * 1024;
    /** The length of each direction's wide lane, bytes. */
    public static final int WIDE_LANE_SIZE = 256 * 1024;
    /** The largest bulk area, bytes. */
    public static final int MAX_BULK_SIZE = SegmentDescriptor.MAX_BULK_LENGTH;
    /** The default limit of a message's length, bytes. */
    public static final int MAX_MESSAGE_LENGTH = 16 * 1024 * 1024;
    /** The highest limit of a message's length, bytes: the longest array of Java. */
    public static final int MAX_MAX_MESSAGE_LENGTH = Integer.MAX_VALUE - 8;
    /** The default number of clients that may be attached to a server at the same time. */
    public static final int MAX_CLIENTS = 64;
    /** The default number of questions that a side may have in flight. */
    public static final int MAX_QUESTIONS = 16_384;
    /** The highest limit of questions in flight. */
    public static final int MAX_MAX_QUESTIONS = 1 << 24;
    /** How long a client waits for its first server, by default. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** How long a client waits for the next server after it lost one, by default. */
    public static final Duration RECONNECT_TIMEOUT = Duration.ofSeconds(30);

    private static final String DIRECTORY = "SHMOOZE_DIRECTORY";
    private static final int MAX_NAME_LENGTH = 64;

    private SessionDefaults() {
    }

    /**
     * The directory of channels for an application that names none.
     *
     * @param variables of the environment
     * @return the path in {@code SHMOOZE_DIRECTORY}, else the user's own directory in shared memory
     * @throws UsageException if the variable is not a path
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
        throw new UsageException("The variable " + DIRECTORY + " is empty: set it to a directory, or unset it");
    }

    /**
     * Checks a channel's name.
     *
     * @param channel the name
     * @return the same name
     * @throws UsageException if it is not usable
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
     * @return the same name
     * @throws UsageException if it is not usable
     */
    public static String checkName(String name) {
        int length = name.codePointCount(0, name.length());
        if (length < 1 || length > MAX_NAME_LENGTH || !isVisible(name)) {
            throw new UsageException("The name '" + name + "' is not usable: take 1 to " + MAX_NAME_LENGTH
                    + " characters without spaces");
        }
        return name;
    }

    /** Also refuses half of a surrogate pair, which UTF-8 cannot carry. */
    private static boolean isVisible(String name) {
        for (int i = 0; i < name.length(); i = name.offsetByCodePoints(i, 1)) {
            int c = name.codePointAt(i);
            if (Character.isSpaceChar(c) || Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                return false;
            }
        }
        return true;
    }

    /**
     * Checks that a number is in range.
     *
     * @param what the number is, for the message
     * @param value the number
     * @param min the smallest value allowed
     * @param max the largest value allowed
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
