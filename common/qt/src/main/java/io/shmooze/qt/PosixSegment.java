// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;

/**
 * A POSIX segment: a file in {@code /dev/shm}. Qt never removes one. The system does not count the attached processes,
 * so they are found by the memory maps of this user's processes.
 */
final class PosixSegment extends MappedSegment {
    private static final int READ_ONLY = 0;
    private static final int READ_WRITE = 02;
    private static final int CREATE = 0100;
    private static final int EXCLUSIVE = 0200;
    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int MODE = 0600;

    private final ProcessMaps maps;
    private long size;
    /** Of the mapped file: another file of this name is another segment. */
    private Object file;

    PosixSegment(NativeCalls calls, QtName name) {
        super(calls, name);
        this.maps = ProcessMaps.file(name.file());
    }

    @Override
    public void create(long wanted) {
        int descriptor = open(READ_WRITE | CREATE | EXCLUSIVE);
        if (descriptor == -Errno.EEXIST && maps.look(false).count() == 0) {
            KeyFile.remove(name);
            descriptor = open(READ_WRITE | CREATE | EXCLUSIVE);
        }
        if (descriptor < 0) {
            throw QtException.of("create", name, descriptor);
        }
        int result = calls.truncate(descriptor, wanted);
        calls.close(descriptor);
        if (result < 0) {
            KeyFile.remove(name);
            throw QtException.of("create", name, result);
        }
        attach(true);
    }

    private int open(int flags) {
        return calls.open(name.file().toString(), flags | CLOSE_ON_EXEC, MODE);
    }

    @Override
    public void attach(boolean writable) {
        int descriptor = open(writable ? READ_WRITE : READ_ONLY);
        if (descriptor < 0) {
            throw QtException.of("attach to", name, descriptor);
        }
        try {
            map(descriptor, writable);
        } finally {
            calls.close(descriptor);
        }
    }

    private void map(int descriptor, boolean writable) {
        size = mappable(length());
        if (size == 0) {
            throw new QtException(QtError.NOT_FOUND, "Cannot attach to " + name + ": it is being made");
        }
        mapped(calls.map(descriptor, size, writable), size);
        file = KeyFile.inode(name);
    }

    private long length() {
        try {
            return Files.size(name.file());
        } catch (IOException e) {
            throw new QtException(QtError.NOT_FOUND, "Cannot attach to " + name + ": it has gone", e);
        }
    }

    @Override
    void unmap(long mappedAt) {
        calls.unmap(mappedAt, size);
    }

    @Override
    boolean removeUnused() {
        boolean unused = maps.look(false).count() == 0;
        // Looking takes long, and the lock is another one if a server that has left has removed it.
        if (unused && Objects.equals(file, KeyFile.inode(name))) {
            KeyFile.remove(name);
        }
        return unused;
    }

    @Override
    public Attached others() {
        return maps.others(isMapped());
    }
}
