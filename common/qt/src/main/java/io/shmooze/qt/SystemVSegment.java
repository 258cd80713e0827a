// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.segment.CurrentProcess;
import java.io.IOException;

/** A System V segment found by a key file. The numbers are Linux's. */
final class SystemVSegment extends MappedSegment {
    private static final int CREATE = 01000;
    private static final int EXCLUSIVE = 02000;
    private static final int READ_WRITE = 0600;
    private static final int READ = 0400;
    private static final int SHM_RDONLY = 010000;
    private static final int IPC_RMID = 0;
    private static final int IPC_STAT = 2;
    private static final int ATTEMPTS = 10;
    private static final int SELF = (int) CurrentProcess.pid();

    private int key;
    private int id;
    /** Of the segment with the number above; null until it is needed. */
    private ProcessMaps maps;

    SystemVSegment(NativeCalls calls, QtName name) {
        super(calls, name);
    }

    @Override
    public void create(long size) {
        int result = -Errno.ENOENT;
        for (int i = 0; i < ATTEMPTS && isGone(result); i++) {
            makeNew(size);
            result = tryMap(true);
        }
        if (result < 0) {
            throw QtException.of("attach to", name, result);
        }
    }

    private void makeNew(long size) {
        KeyFile.Found file = KeyFile.findOrCreate(name);
        int made = make(file, size);
        if (made == -Errno.EEXIST && removeStale()) {
            file = KeyFile.findOrCreate(name);
            made = make(file, size);
        }
        if (made == -Errno.EEXIST) {
            throw inUse();
        }
        if (made < 0) {
            if (file.made()) {
                KeyFile.remove(name);
            }
            throw SystemVLimits.ofSegment(name, made, size);
        }
    }

    /** Qt's lock does not always lock: a process that attaches just then may find nobody, and remove it on leaving. */
    private static boolean isGone(int result) {
        return result == -Errno.ENOENT || Errno.isRemoved(-result);
    }

    private int make(KeyFile.Found file, long size) {
        key = file.key();
        return calls.shmget(key, size, CREATE | EXCLUSIVE | READ_WRITE);
    }

    /** Removes the segment of a killed process: it exists, and nobody is attached. */
    private boolean removeStale() {
        int found = calls.shmget(key, 0, READ);
        if (found < 0) {
            return found == -Errno.ENOENT;
        }
        SegmentStatus status = status(found);
        if (status.attached() > 0) {
            return false;
        }
        remove(found);
        return true;
    }

    private QtException inUse() {
        SegmentStatus status = status(calls.shmget(key, 0, READ));
        return new QtException(QtError.ALREADY_EXISTS, "Cannot create " + name + ": it exists, made by process "
                + status.creator() + (Attached.isAlive(status.creator()) ? "" : ", which is gone,") + " and attached "
                + status.attached() + " times");
    }

    @Override
    public void attach(boolean writable) {
        key = KeyFile.systemVKey(name);
        int result = tryMap(writable);
        if (result < 0) {
            throw QtException.of("attach to", name, isGone(result) ? -Errno.ENOENT : result);
        }
    }

    /** Zero, or the system's error as a negative number. */
    private int tryMap(boolean writable) {
        int found = calls.shmget(key, 0, writable ? READ_WRITE : READ);
        byte[] status = new byte[SegmentStatus.LENGTH];
        int result = found < 0 ? found : calls.shmctl(found, IPC_STAT, status);
        if (result < 0) {
            return result;
        }
        long size = mappable(SegmentStatus.of(status).size());
        long at = calls.shmat(found, writable ? 0 : SHM_RDONLY);
        if (at < 0) {
            return (int) at;
        }
        mapped(at, size);
        id = found;
        maps = null;
        return 0;
    }

    private SegmentStatus status(int of) {
        byte[] bytes = new byte[SegmentStatus.LENGTH];
        int result = of < 0 ? of : calls.shmctl(of, IPC_STAT, bytes);
        if (result < 0) {
            throw QtException.of("look at", name, result);
        }
        return SegmentStatus.of(bytes);
    }

    @Override
    void unmap(long mappedAt) {
        calls.shmdt(mappedAt);
    }

    @Override
    boolean removeUnused() {
        boolean unused = status(id).attached() == 0;
        if (unused) {
            remove(id);
        }
        return unused;
    }

    private void remove(int unused) {
        calls.shmctl(unused, IPC_RMID, null);
        if (leadsHere()) {
            KeyFile.remove(name);
        }
    }

    /** Whether the file is still the one that our key was computed from. */
    private boolean leadsHere() {
        try {
            return KeyFile.systemVKey(name.file()) == key;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Attached others() {
        int ours = isMapped() ? 1 : 0;
        int looked = isMapped() ? id : find();
        if (looked < 0) {
            return Attached.NOBODY;
        }
        SegmentStatus status = status(looked);
        if (status.attached() <= ours) {
            return Attached.NOBODY;
        }
        boolean lastIsOther = status.last() != SELF && Attached.isAlive(status.last());
        boolean creatorIsOther = status.creator() != SELF && Attached.isAlive(status.creator());
        long pid = lastIsOther ? status.last() : creatorIsOther ? status.creator() : mapping(looked);
        return new Attached((int) status.attached() - ours, pid);
    }

    /** For a segment whose maker is dead and that we attached last: another attached process; 0 if none is seen. */
    private long mapping(int looked) {
        if (!isMapped()) {
            return 0;
        }
        if (maps == null) {
            maps = ProcessMaps.segment(key, looked);
        }
        return maps.others(true).pid();
    }

    /** Of the present segment of the key; false if there is none. */
    boolean creatorLives() {
        int found = find();
        return found >= 0 && Attached.isAlive(status(found).creator());
    }

    /** The present segment of the key, negative if there is none. */
    private int find() {
        try {
            return calls.shmget(KeyFile.systemVKey(name.file()), 0, READ);
        } catch (IOException e) {
            return -1;
        }
    }
}
