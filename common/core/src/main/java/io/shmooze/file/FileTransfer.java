// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.InterruptedSessionException;
import io.shmooze.Peer;
import io.shmooze.Session;
import io.shmooze.session.Deadlines;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A file on its way, seen from one of its ends. Every method may be called from any thread.
 *
 * <p><b>When the peer dies</b>, an outgoing file of a client is {@link TransferState#PAUSED} until the client has
 * reconnected and then offered again; every other file has {@link TransferState#FAILED}. The receiver keeps what it
 * has.
 */
public abstract sealed class FileTransfer permits IncomingFile, OutgoingFile {
    private final Session session;
    private final Peer peer;
    private final String name;
    private final long size;
    private volatile long transferred;
    private volatile long skipped;
    private volatile long beganNs;
    private volatile long endedNs;
    /** Guarded by this; volatile for those who only look. */
    private volatile TransferState state = TransferState.OFFERED;
    private volatile String detail;
    private volatile String sha256;

    FileTransfer(Session session, String name, long size) {
        this.session = session;
        this.peer = session.peer();
        this.name = name;
        this.size = size;
    }

    final Session session() {
        return session;
    }

    /**
     * Who is at the other end; after a reconnect, who was at first.
     *
     * @return the peer
     */
    public final Peer peer() {
        return peer;
    }

    /**
     * The file's name, without a path.
     *
     * @return as the sender gave it, and allowed
     */
    public final String name() {
        return name;
    }

    /**
     * The file's size.
     *
     * @return bytes
     */
    public final long size() {
        return size;
    }

    /**
     * How much of the file the receiver had or has, as far as this side knows: on the sending side what has gone into
     * the lane, on the receiving side what is written.
     *
     * @return bytes, to {@link #size}
     */
    public final long transferred() {
        return transferred;
    }

    /**
     * How much of that was there before, from an earlier attempt.
     *
     * @return bytes
     */
    public final long skipped() {
        return skipped;
    }

    /**
     * How long bytes have been flowing: from when they last began to the end, or until now.
     *
     * @return zero if none have
     */
    public final Duration elapsed() {
        if (beganNs == 0) {
            return Duration.ZERO;
        }
        return Duration.ofNanos((state.isEnd() ? endedNs : System.nanoTime()) - beganNs);
    }

    /**
     * Where it stands now.
     *
     * @return the state
     */
    public final TransferState state() {
        return state;
    }

    /**
     * Why it ended so.
     *
     * @return one line for people, which may have come from the peer; null if the state says it all
     */
    public final String detail() {
        return detail;
    }

    /**
     * What the contents hash to.
     *
     * @return SHA-256 in hexadecimal digits; null as long as not all of them have passed
     */
    public final String sha256() {
        return sha256;
    }

    /**
     * Gives it up, tells the other side, and leaves nothing of it there. Without effect after the end.
     *
     * @param reason for the people at the other end, one line
     */
    public abstract void cancel(String reason);

    /**
     * Waits for the end.
     *
     * @param timeout how long at most
     * @return whether it has come
     * @throws InterruptedSessionException if the thread is interrupted
     */
    public final synchronized boolean await(Duration timeout) {
        long deadlineNs = Deadlines.after(timeout);
        long leftNs = deadlineNs - System.nanoTime();
        try {
            while (!state.isEnd() && leftNs > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, leftNs);
                leftNs = deadlineNs - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedSessionException("The thread was interrupted while it waited for a file", e);
        }
        return state.isEnd();
    }

    final void begun(long position) {
        beganNs = System.nanoTime();
        skipped = position;
        transferred = position;
    }

    final void reached(long position) {
        transferred = position;
    }

    final void hashed(String value) {
        sha256 = value;
    }

    /** Not to an end. Without effect after one; false then. */
    final synchronized boolean become(TransferState next) {
        if (state.isEnd()) {
            return false;
        }
        state = next;
        notifyAll();
        return true;
    }

    /** To an end; false if it has come to one before. */
    final synchronized boolean finish(TransferState end, String newDetail) {
        if (state.isEnd()) {
            return false;
        }
        detail = newDetail;
        endedNs = System.nanoTime();
        return become(end);
    }
}
