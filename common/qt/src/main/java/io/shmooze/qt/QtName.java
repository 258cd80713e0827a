// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.nio.file.Path;

/**
 * The names of one object of a key.
 *
 * @param what "segment" or "semaphore"
 * @param key as given to Qt
 * @param name the last part of its file's name, or the POSIX name without its slash
 * @param file the key file, or the POSIX object itself
 */
record QtName(String what, String key, String name, Path file) {
    /** The name that POSIX functions take. */
    String posix() {
        return "/" + name;
    }

    @Override
    public String toString() {
        return "the " + what + " of the Qt key \"" + key + "\" (" + file + ")";
    }
}
