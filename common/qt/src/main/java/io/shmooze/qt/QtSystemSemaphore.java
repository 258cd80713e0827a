// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.InterruptedSessionException;
import java.time.Duration;

/**
 * {@code QSystemSemaphore}: a counter that processes share by a key.
 *
 * <p><b>Threads.</b> Any thread may call any method. A thread that waits notices an interrupt, or that another thread
 * has closed the object, within a tenth of a second. <b>Peers.</b> As in Qt, the object that created the semaphore
 * removes it when it closes, and a process that waits in it makes it anew. If a process dies, the counts that it took
 * come back only with {@link Undo#AT_EXIT}, and only those of System V semaphores.
 */
public final class QtSystemSemaphore implements AutoCloseable {
    private static final long SLICE_NS = 100_000_000;

    /** What to do with a semaphore that exists: {@code QSystemSemaphore::AccessMode}. */
    public enum Mode {
        /** Take it as it is; make it with the initial value if it is missing. */
        OPEN,
        /** Set it to the initial value, even if other processes are using it. */
        CREATE
    }

    /** Whether the end of this process reverts its operations, as it does in Qt (System V only). */
    public enum Undo {
        /** Nothing is reverted, and there is no limit to the number of operations. */
        NEVER,
        /** Reverted; the system refuses when more than 32,767 would have to be. Good for locks. */
        AT_EXIT
    }

    private final SemaphoreBackend backend;
    private final QtName name;
    private volatile boolean closed;

    private QtSystemSemaphore(SemaphoreBackend backend, QtName name) {
        this.backend = backend;
        this.name = name;
    }

    /**
     * Opens the semaphore of a key.
     *
     * @param key of the semaphore
     * @param initial its value if it is made or set, from 0
     * @param mode whether to set one that exists
     * @param undo whether the end of this process reverts its operations
     * @return to be closed
     * @throws QtException if that fails
     * @throws io.shmooze.UsageException if this machine has no such semaphores, or JNA is missing
     */
    public static QtSystemSemaphore open(QtNativeKey key, int initial, Mode mode, Undo undo) {
        QtName name = key.semaphore();
        return new QtSystemSemaphore(backend(key.ipc(), name, initial, mode == Mode.CREATE, undo, true), name);
    }

    static SemaphoreBackend backend(QtIpc ipc, QtName name, int initial, boolean create, Undo undo, boolean remakes) {
        NativeCalls calls = Natives.calls();
        return ipc.isPosix() ? PosixSemaphore.open(calls, name, initial, create)
                : SystemVSemaphore.open(calls, name, initial, create, undo == Undo.AT_EXIT, remakes);
    }

    /**
     * Takes one, and waits for it as long as it takes.
     *
     * @throws QtException if that fails, {@link QtError#NOT_FOUND} if this object is closed
     * @throws InterruptedSessionException if the thread is interrupted
     */
    public void acquire() {
        boolean acquired = false;
        while (!acquired) {
            acquired = acquireSlice(SLICE_NS);
        }
    }

    /**
     * Takes one, and waits for it at most that long.
     *
     * @param timeout zero or less to look only
     * @return false if there was none in time
     * @throws QtException if that fails, {@link QtError#NOT_FOUND} if this object is closed
     * @throws InterruptedSessionException if the thread is interrupted
     */
    public boolean acquire(Duration timeout) {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        long remainingNs = timeout.toNanos();
        boolean acquired;
        do {
            acquired = acquireSlice(Math.min(Math.max(remainingNs, 0), SLICE_NS));
            remainingNs = deadlineNs - System.nanoTime();
        } while (!acquired && remainingNs > 0);
        return acquired;
    }

    private boolean acquireSlice(long timeoutNs) {
        open();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedSessionException("The thread was interrupted while it waited for " + name);
        }
        return backend.acquire(timeoutNs);
    }

    /**
     * Adds some, and wakes as many waiting threads.
     *
     * @param count from 1
     * @throws QtException if that fails, {@link QtError#NOT_FOUND} if this object is closed
     */
    public void release(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("A semaphore is released by 1 or more, not by " + count);
        }
        open();
        backend.release(count);
    }

    /**
     * The value now.
     *
     * @return how many could be acquired at once
     */
    public int value() {
        open();
        return backend.value();
    }

    private void open() {
        if (closed) {
            throw new QtException(QtError.NOT_FOUND, "Closed here: " + name);
        }
    }

    /** Gives it up; removes it from the system if this object has created it. Idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            backend.close(backend.isOwner());
        }
    }
}
