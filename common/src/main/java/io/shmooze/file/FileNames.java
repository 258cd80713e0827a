// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which names files may have on their way. A name is one component of a path on every system, is nothing but a name
 * anywhere, and shows a reader what it is. Both sides check: the sender for the sake of its user, the receiver because
 * it believes nobody.
 */
final class FileNames {
    /** In UTF-8. File systems take 255; the rest is for what a part has around its name. */
    static final int MAX_LENGTH = 230;

    /** To Windows these are devices, whatever follows the first dot. */
    private static final Pattern DEVICE = Pattern.compile("(CON|PRN|AUX|NUL|(COM|LPT)[0-9\u00b9\u00b2\u00b3])"
            + "( *\\..*)?");
    private static final String SEPARATORS = "/\\:";
    /** Control characters, overrides of the direction of writing, other ends of lines, halves of characters. */
    private static final Set<Integer> INVISIBLE = Set.of((int) Character.CONTROL, (int) Character.FORMAT,
            (int) Character.LINE_SEPARATOR, (int) Character.PARAGRAPH_SEPARATOR, (int) Character.SURROGATE,
            (int) Character.UNASSIGNED, (int) Character.PRIVATE_USE);

    private FileNames() {
    }

    /**
     * Checks a name.
     *
     * @return the same
     * @throws UsageException if it is not allowed; says why
     */
    static String check(String name) {
        String flaw = flaw(name);
        if (flaw != null) {
            throw new UsageException("The file name \"" + name + "\" " + flaw);
        }
        return name;
    }

    /** Why a name is not allowed, to follow it; null if it is. */
    static String flaw(String name) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MAX_LENGTH) {
            return "has " + length + " bytes, not 1 to " + MAX_LENGTH;
        }
        if (name.codePoints().anyMatch(c -> SEPARATORS.indexOf(c) >= 0)) {
            return "has a path or a drive in it: / \\ : are not allowed";
        }
        if (name.codePoints().anyMatch(c -> INVISIBLE.contains(Character.getType(c)))) {
            return "has characters that nobody sees";
        }
        if (name.startsWith(".")) {
            return "begins with a dot, which hides it or leads elsewhere";
        }
        if (name.endsWith(".") || name.startsWith(" ") || name.endsWith(" ")) {
            return "begins with a space or ends with a space or a dot, which systems drop";
        }
        return DEVICE.matcher(name.toUpperCase(Locale.ROOT)).matches() ? "is that of a device" : null;
    }
}
