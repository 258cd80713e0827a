// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.File;
import java.security.CodeSource;

/**
 * A transport in one of its variants.
 *
 * @param type has to be on the class path of this program
 * @param variant for its constructor
 * @param library a class of the library that it uses, whose jar names the version; null for a part of the JDK
 */
public record TransportVariant(Class<? extends Transport> type, String variant, Class<?> library) {
    /**
     * Reads a size.
     *
     * @param size such as 64K or 1M
     * @return bytes
     */
    public static int bytes(String size) {
        return Integer.parseInt(size.substring(0, size.length() - 1)) << (size.endsWith("M") ? 20 : 10);
    }

    /** The word of a variant such as {@code spinning-64K} that is a size: of both directions together; null if none. */
    String size() {
        for (String word : variant.split("-")) {
            if (!word.isEmpty() && Character.isDigit(word.charAt(0)) && (word.endsWith("K") || word.endsWith("M"))) {
                return word;
            }
        }
        return null;
    }

    /** The name of the library's jar, which ends in the version; null for a part of the JDK. */
    String version() {
        CodeSource source = library == null ? null : library.getProtectionDomain().getCodeSource();
        return source == null ? null : new File(source.getLocation().getPath()).getName().replaceFirst("\\.jar$", "");
    }
}
