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
    /** The name of the library's jar, which ends in the version; null for a part of the JDK. */
    String version() {
        CodeSource source = library == null ? null : library.getProtectionDomain().getCodeSource();
        return source == null ? null : new File(source.getLocation().getPath()).getName().replaceFirst("\\.jar$", "");
    }
}
