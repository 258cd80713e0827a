// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.ProtocolException;
import io.shmooze.qt.QtSharedMemory.Access;
import io.shmooze.session.Deadlines;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * The segment of a picture. A writer stays attached, so that the picture stays; a reader detaches at once.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class PictureSegment {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** How long others may stay attached to a segment that has to be replaced: readers leave at once. */
    private static final Duration READING = Duration.ofSeconds(1);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final QtNativeKey key;
    private final QtName name;
    private final QtSharedMemory held;
    private final LongConsumer pause;

    /**
     * Nothing is attached yet.
     *
     * @param pause waits so many nanoseconds, or throws
     */
    PictureSegment(QtNativeKey key, LongConsumer pause) {
        this.key = key;
        this.name = key.segment();
        this.held = new QtSharedMemory(key);
        this.pause = pause;
    }

    /**
     * Puts bytes there, and makes the segment, or a larger one, if need be. If that fails, the old bytes stay.
     *
     * @throws QtException {@link QtError#ALREADY_EXISTS} if they do not fit, and somebody else stays attached
     * @throws ProtocolException if somebody else's segment holds something else, which is left alone
     */
    void write(byte[] bytes) {
        makeRoom(bytes.length);
        held.lock(PATIENCE);
        try {
            held.attached().view().put(0, bytes);
        } finally {
            held.unlock();
        }
    }

    private void makeRoom(int length) {
        boolean before = held.isAttached();
        if (!before) {
            createOrAttach(length);
        }
        long deadlineNs = Deadlines.after(READING);
        while (held.size() < length) {
            if (!awaitAlone(deadlineNs)) {
                throw tooSmall(length, before);
            }
            held.detach();
            createOrAttach(length);
        }
    }

    private void createOrAttach(int length) {
        try {
            held.create(length);
        } catch (QtException e) {
            if (e.error() != QtError.ALREADY_EXISTS) {
                throw e;
            }
            attachOrCreate(length);
        }
    }

    /** Somebody else has it, and may go meanwhile. */
    private void attachOrCreate(int length) {
        try {
            held.attach(Access.READ_WRITE);
        } catch (QtException e) {
            if (e.error() != QtError.NOT_FOUND) {
                throw e;
            }
            held.create(length);
        }
        boolean picture = false;
        try {
            checkPicture();
            picture = true;
        } finally {
            if (!picture) {
                held.detach();
            }
        }
    }

    private void checkPicture() {
        held.lock(PATIENCE);
        try {
            isPicture(held);
        } finally {
            held.unlock();
        }
    }

    /** Waits attached, so that the segment cannot go. */
    private boolean awaitAlone(long deadlineNs) {
        while (held.attached().others().count() > 0) {
            if (Deadlines.isOver(deadlineNs)) {
                return false;
            }
            pause.accept(LOOK_NS);
        }
        return true;
    }

    private QtException tooSmall(int length, boolean before) {
        long size = held.size();
        long pid = held.attached().others().pid();
        if (!before) {
            held.detach();
        }
        return new QtException(QtError.ALREADY_EXISTS, "The picture needs " + length + " bytes, but " + name + " has "
                + size + " and cannot be replaced while " + (pid == 0 ? "others are" : "process " + pid + " is")
                + " attached");
    }

    /**
     * Copies the bytes that are there.
     *
     * @return null if there is no picture yet
     * @throws QtException {@link QtError#NOT_FOUND} if there is no segment
     * @throws ProtocolException if it is something else
     */
    byte[] read() {
        if (held.isAttached()) {
            return copy(held);
        }
        QtSharedMemory memory = new QtSharedMemory(key);
        memory.attach(Access.READ_ONLY);
        try {
            return copy(memory);
        } finally {
            memory.leave(true);
        }
    }

    private byte[] copy(QtSharedMemory memory) {
        memory.lock(PATIENCE);
        try {
            if (!isPicture(memory)) {
                return null;
            }
            byte[] bytes = new byte[(int) memory.size()];
            memory.attached().view().get(0, bytes);
            return bytes;
        } finally {
            memory.unlock();
        }
    }

    /** To be called with the lock. */
    private boolean isPicture(QtSharedMemory memory) {
        byte[] head = new byte[Math.min(Pixmap.HEAD_LENGTH, (int) memory.size())];
        memory.attached().view().get(0, head);
        return Pixmap.isPicture(head, memory.size(), name);
    }

    /** The picture is gone if nobody else is attached, and so is the lock, even if another process has made it. */
    void close() {
        held.leave(true);
    }
}
