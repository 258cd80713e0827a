// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Which names files may have in a transfer: all but those that are dangerous as a name on this system. The sender
 * checks them to help its user, and the receiver checks them because it trusts no peer. The forbidden characters are
 * listed here, because both sides have to agree and JDK releases know different versions of Unicode.
 */
final class FileNames {
    /** In bytes of UTF-8. File systems allow 255; the rest is for prefix and suffix of a part. */
    static final int MAX_LENGTH = 230;
    private static final String PART_PREFIX = ".";
    private static final String PART_SUFFIX = ".shmooze-part";

    private FileNames() {
    }

    /**
     * Checks a name and returns it.
     *
     * @throws UsageException if it is not allowed; the message gives the reason
     */
    static String check(String name) {
        String flaw = flaw(name);
        if (flaw != null) {
            throw new UsageException("The file name \"" + name + "\" " + flaw + ": give it another name");
        }
        return name;
    }

    /** Why a name is not allowed, as a predicate whose subject is the name; null if it is allowed. */
    static String flaw(String name) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MAX_LENGTH) {
            return "has " + length + " bytes, not 1 to " + MAX_LENGTH;
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            return "has half a character in it";
        }
        if (name.indexOf('/') >= 0) {
            return "has a path in it";
        }
        if (name.equals(".") || name.equals("..")) {
            return "is that of a folder";
        }
        if (name.chars().anyMatch(FileNames::controls)) {
            return "has control characters in it";
        }
        return isPart(name) ? "is that of a file that is not whole" : null;
    }

    /** C0, DEL, C1, line and paragraph separators, and the characters that embed, override or isolate a direction. */
    private static boolean controls(int c) {
        return c < 0x20 || c >= 0x7f && c < 0xa0 || c == 0x2028 || c == 0x2029 || c >= 0x202a && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069;
    }

    /** Ignores case, because some file systems do. */
    private static boolean isPart(String name) {
        return name.startsWith(PART_PREFIX) && name.toLowerCase(Locale.ROOT).endsWith(PART_SUFFIX);
    }

    /** The name of a file while it is not whole. */
    static String part(String name) {
        return PART_PREFIX + name + PART_SUFFIX;
    }
}
