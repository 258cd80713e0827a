// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

/**
 * A semaphore of the system, of either kind. Safe for all threads. If another process removes it, a System V one is
 * made again when it is acquired or released next, as Qt does, unless it was opened otherwise; its count is 0 until
 * then.
 */
interface SemaphoreBackend {
    /**
     * Takes one, and waits for it if there is none.
     *
     * @param timeoutNs negative to wait without a limit
     * @return false if there was none in time, or at once if it {@link #isGone}
     */
    boolean acquire(long timeoutNs);

    /** Adds some. */
    void release(int count);

    /** Gives one back that was taken, unless somebody has removed the semaphore meanwhile: a new one has it already. */
    void giveBack();

    /** Waits until the count is 0, at most that long; true if it is, or was meanwhile ({@link #tellsWhenZero}). */
    boolean awaitZero(long timeoutNs);

    /** Whether {@link #awaitZero} misses no moment, as System V's; with POSIX it has to look again and again. */
    boolean tellsWhenZero();

    int value();

    /** How many threads of any process wait for one. */
    int waiting();

    /** Sets the count; a System V semaphore also forgets the counts that processes would give back when they end. */
    void reset(int value);

    /**
     * Changes to the semaphore that the key leads to now: a Qt program that finds its own gone unlinks the key file,
     * even one that somebody has made anew, and makes another one.
     */
    void follow();

    /**
     * Gives it up. Only the first call does anything: a second removal would hit the next one of this name.
     *
     * @param remove whether to remove it from the system, too: threads that wait in it then start anew
     */
    void close(boolean remove);

    /**
     * Gives one back that was taken, and gives the semaphore up.
     *
     * @param remove whether to remove it from the system, too
     */
    default void giveBackAndClose(boolean remove) {
        giveBack();
        close(remove);
    }

    /** Whether another process has removed it, and it is not there again. */
    boolean isGone();

    /** Makes this process its owner, as {@code QSystemSemaphore::Create} does: the owner removes it. */
    void own();

    /** Whether this process has made it, and is the one to remove it, by Qt's rules. */
    boolean isOwner();
}
