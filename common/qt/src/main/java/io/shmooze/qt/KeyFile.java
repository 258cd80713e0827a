// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/** The empty file from whose inode System V keys are computed; a new file means a new key, so keys are never kept. */
final class KeyFile {
    private static final int PROJECT = 'Q' << 24;
    private static final FileAttribute<Set<PosixFilePermission>> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    private static final int ATTEMPTS = 100;

    private KeyFile() {
    }

    /**
     * The key of a file that is there now.
     *
     * @param made whether it was made here
     * @param key by {@code ftok}'s rule
     */
    record Found(boolean made, int key) {
    }

    /** Makes the file if it is missing; somebody may remove it before its key is known. */
    static Found findOrCreate(QtName name) {
        for (int i = 1; i < ATTEMPTS; i++) {
            boolean made = create(name);
            try {
                return new Found(made, systemVKey(name.file()));
            } catch (NoSuchFileException e) {
                Thread.yield();
            } catch (IOException e) {
                throw failed("read the key file of", name, QtError.KEY_ERROR, e);
            }
        }
        return new Found(create(name), systemVKey(name));
    }

    /** True if it was made, false if it was there. */
    private static boolean create(QtName name) {
        try {
            Files.createFile(name.file(), MODE);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (AccessDeniedException e) {
            throw failed("create", name, QtError.PERMISSION_DENIED, e);
        } catch (IOException e) {
            throw failed("create", name, QtError.KEY_ERROR, e);
        }
    }

    /**
     * The key by {@code ftok}'s rule.
     *
     * @throws QtException {@link QtError#NOT_FOUND} if there is no such file
     */
    static int systemVKey(QtName name) {
        try {
            return systemVKey(name.file());
        } catch (NoSuchFileException e) {
            throw failed("find", name, QtError.NOT_FOUND, e);
        } catch (IOException e) {
            throw failed("read the key file of", name, QtError.KEY_ERROR, e);
        }
    }

    static int systemVKey(Path file) throws IOException {
        Map<String, Object> found = Files.readAttributes(file, "unix:ino,dev");
        int inode = ((Long) found.get("ino")).intValue();
        int device = ((Long) found.get("dev")).intValue();
        return inode & 0xffff | (device & 0xff) << 16 | PROJECT;
    }

    /** Tells a file from the next one of the same name; null if there is none now. */
    static Object inode(QtName name) {
        try {
            return Files.getAttribute(name.file(), "unix:ino");
        } catch (IOException e) {
            return null;
        }
    }

    static void remove(QtName name) {
        try {
            Files.deleteIfExists(name.file());
        } catch (IOException e) {
            throw failed("remove the key file of", name, QtError.PERMISSION_DENIED, e);
        }
    }

    private static QtException failed(String action, QtName name, QtError error, IOException cause) {
        String reason = cause instanceof NoSuchFileException ? "there is no such file"
                : cause instanceof AccessDeniedException ? "permission denied" : cause.getMessage();
        return new QtException(error, "Cannot " + action + " " + name + ": " + reason, cause);
    }
}
