// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.InterruptedSessionException;
import io.shmooze.Peer;
import io.shmooze.Session;
import io.shmooze.session.Deadlines;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One end's view of a file in transfer. Every method may be called from any thread.
 *
 * <p><b>When the peer dies</b>, an outgoing file of a client is {@link TransferState#PAUSED}; it is offered again when
 * the client has reconnected. Every other transfer is {@link TransferState#FAILED}. The receiver keeps the part that it
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
    /** Written under the monitor; volatile for readers without it. */
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
     * The process at the other end when the transfer began; a reconnect does not change it.
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
     * How much of the file the receiver has, as far as this side knows: the sending side counts what it has put into
     * the lane, the receiving side what it has written.
     *
     * @return bytes, to {@link #size}
     */
    public final long transferred() {
        return transferred;
    }

    /**
     * How much of that the receiver had from an earlier attempt.
     *
     * @return bytes
     */
    public final long skipped() {
        return skipped;
    }

    /**
     * How long bytes have been flowing: since they last began, until the end or now.
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
     * The state now.
     *
     * @return the state
     */
    public final TransferState state() {
        return state;
    }

    /**
     * Why the transfer ended in its state.
     *
     * @return one line for people, perhaps the peer's; null if the state says everything
     */
    public final String detail() {
        return detail;
    }

    /**
     * The SHA-256 of the file.
     *
     * @return hexadecimal digits; null until all bytes have been sent or received
     */
    public final String sha256() {
        return sha256;
    }

    /**
     * Cancels the transfer at both ends; the receiver removes its part. No effect after the end.
     *
     * @param reason for the people at the other end, one line
     */
    public abstract void cancel(String reason);

    /**
     * Waits for the end of the transfer.
     *
     * @param timeout how long at most
     * @return whether it has ended
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

    /** Changes the state to one that is not final. No effect if the transfer has ended; false then. */
    final synchronized boolean become(TransferState next) {
        if (state.isEnd()) {
            return false;
        }
        state = next;
        notifyAll();
        return true;
    }

    /** Changes the state to a final one; false if the transfer has ended before. */
    final synchronized boolean finish(TransferState end, String newDetail) {
        if (state.isEnd()) {
            return false;
        }
        detail = newDetail;
        endedNs = System.nanoTime();
        return become(end);
    }
}
