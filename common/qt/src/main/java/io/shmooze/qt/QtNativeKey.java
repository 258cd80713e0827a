// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.UsageException;
import io.shmooze.segment.LocaleCharset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A key, and the names that the system knows it by: {@code QNativeIpcKey} and the key computation of all Qt versions.
 *
 * @param ipc how the key is made known
 * @param key as given to Qt, not empty
 * @param directory where key files lie; of no meaning for POSIX
 */
public record QtNativeKey(QtIpc ipc, String key, Path directory) {
    private static final String SEGMENT = "qipc_sharedmemory_";
    private static final String SEMAPHORE = "qipc_systemsem_";
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    /**
     * Checks the key.
     *
     * @throws QtException {@link QtError#KEY_ERROR} if it is empty
     */
    public QtNativeKey {
        if (key.isEmpty()) {
            throw new QtException(QtError.KEY_ERROR, "A Qt key must not be empty");
        }
    }

    /**
     * A key whose file lies where Qt programs with this process's environment look for it.
     *
     * @param ipc how the key is made known
     * @param key as given to Qt
     * @return the key
     * @throws QtException {@link QtError#KEY_ERROR} if it is empty
     * @throws UsageException if there is no such directory
     */
    public static QtNativeKey of(QtIpc ipc, String key) {
        return new QtNativeKey(ipc, key, ipc == QtIpc.SYSTEM_V ? runtimeDirectory() : temporaryDirectory());
    }

    /**
     * Where Qt puts the files of its hashed keys: {@code TMPDIR} or {@code /tmp}, links resolved.
     *
     * @return the directory
     * @throws UsageException if it does not exist
     */
    public static Path temporaryDirectory() {
        String variable = System.getenv("TMPDIR");
        return resolved(variable == null || variable.isEmpty() ? "/tmp" : variable);
    }

    private static Path runtimeDirectory() {
        String variable = System.getenv("XDG_RUNTIME_DIR");
        if (variable == null || variable.isEmpty()) {
            throw new UsageException("Native System V keys need the variable XDG_RUNTIME_DIR");
        }
        return resolved(variable);
    }

    private static Path resolved(String directory) {
        try {
            return LocaleCharset.path(directory).toRealPath();
        } catch (InvalidPathException e) {
            throw new UsageException("The directory " + directory + " of Qt's key files " + e.getReason(), e);
        } catch (IOException e) {
            throw new UsageException("There is no directory " + directory + " for Qt's key files", e);
        }
    }

    /** The segment of this key. */
    QtName segment() {
        return name("segment", SEGMENT, "");
    }

    /** The semaphore of this key; a segment's lock is the semaphore of the same key. */
    QtName semaphore() {
        return name("semaphore", SEMAPHORE, "sem.");
    }

    private QtName name(String what, String hashPrefix, String posixPrefix) {
        String name = ipc.isHashed() ? platformSafe(hashPrefix) : key;
        Path file = ipc.isPosix() ? SHARED_MEMORY.resolve(posixPrefix + name) : directory.resolve(name);
        return new QtName(what, key, name, file);
    }

    /** Qt's "platform-safe key": the ASCII letters of the key, then the SHA-1 of its UTF-8. */
    private String platformSafe(String prefix) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.UTF_8));
            return prefix + key.replaceAll("[^A-Za-z]", "") + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The file by which the segment is found: the key file, or the POSIX object itself.
     *
     * @return its path
     */
    public Path segmentFile() {
        return segment().file();
    }

    /**
     * The file by which the semaphore is found: the key file, or the POSIX object itself.
     *
     * @return its path
     */
    public Path semaphoreFile() {
        return semaphore().file();
    }
}
