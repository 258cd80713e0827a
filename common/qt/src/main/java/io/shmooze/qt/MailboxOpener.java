// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.CannotCreateException;
import io.shmooze.ProtocolException;
import io.shmooze.UnavailableException;
import io.shmooze.session.Deadlines;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Opens mailboxes, at either end. */
final class MailboxOpener {
    /** Longer than a client of ours takes to notice that its server has left; POSIX does not tell it. */
    private static final long LEAVING_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long POSIX_LEAVING_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long ATTEMPT_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(1);

    private final QtPair pair;
    private final QtEnd end;
    private final int segmentSize;
    private final Duration reconnectTimeout;

    /**
     * Opens nothing yet.
     *
     * @param segmentSize of a segment that is made here
     * @param reconnectTimeout how long a client waits for its next server
     */
    MailboxOpener(QtPair pair, QtEnd end, int segmentSize, Duration reconnectTimeout) {
        this.pair = pair;
        this.end = end;
        this.segmentSize = segmentSize;
        this.reconnectTimeout = reconnectTimeout;
    }

    QtEnd end() {
        return end;
    }

    /** Whether a client waits for its next server at all. */
    boolean opensNext() {
        return !reconnectTimeout.isZero();
    }

    /**
     * Opens a client's next mailbox.
     *
     * @return null if the wait was given up
     * @throws UnavailableException if nobody serves it in time
     */
    MailboxAttachment awaitNext(BooleanSupplier givenUp) {
        MailboxAttachment next = await(reconnectTimeout, givenUp);
        if (next == null && !givenUp.getAsBoolean()) {
            throw nobody(reconnectTimeout);
        }
        return next;
    }

    /**
     * Opens the mailbox; a client waits for its server.
     *
     * @param givenUp ends the wait
     * @return null for a client, if nobody serves it in time
     * @throws CannotCreateException for a server, if a living one has it
     */
    MailboxAttachment await(Duration timeout, BooleanSupplier givenUp) {
        long beganNs = System.nanoTime();
        long deadlineNs = Deadlines.after(timeout);
        MailboxAttachment opened = open();
        while (opened == null && !givenUp.getAsBoolean() && !Deadlines.isOver(deadlineNs)) {
            // Nothing announces a server. After a long wait a little more does not matter.
            long waitedNs = System.nanoTime() - beganNs;
            LockSupport.parkNanos(Math.min(Math.max(waitedNs / 10, ATTEMPT_NS), LONGEST_NS));
            opened = open();
        }
        return opened;
    }

    /** Reports a wait that was in vain. */
    UnavailableException nobody(Duration timeout) {
        return new UnavailableException("No program serves " + pair.segment().segment() + " within "
                + timeout.toMillis() + " ms: start it, or give this program its keys and its TMPDIR");
    }

    private MailboxAttachment open() {
        QtSharedMemory segment = new QtSharedMemory(pair.segment());
        boolean open = false;
        try {
            open = end == QtEnd.SERVER ? create(segment) : attach(segment);
            return open ? mailbox(segment) : null;
        } catch (QtException e) {
            open = false;
            throw e.translated();
        } finally {
            if (!open) {
                segment.detach();
            }
        }
    }

    private boolean create(QtSharedMemory segment) {
        long deadlineNs = System.nanoTime() + (pair.ipc().isPosix() ? POSIX_LEAVING_NS : LEAVING_NS);
        while (!tryCreate(segment, Deadlines.isOver(deadlineNs))) {
            LockSupport.parkNanos(ATTEMPT_NS);
        }
        return true;
    }

    /** False to try again: a server whose process lives on may have left, and its client may be about to leave. */
    private boolean tryCreate(QtSharedMemory segment, boolean last) {
        try {
            segment.create(segmentSize);
        } catch (QtException e) {
            if (e.error() != QtError.ALREADY_EXISTS || last) {
                throw e;
            }
            if (pair.ipc().isPosix() || segment.creatorLives()) {
                return false;
            }
            // The server was killed, and its client is still there: take its place.
            segment.attach(QtSharedMemory.Access.READ_WRITE);
            checkMailbox(segment);
            segment.currentLock().own();
        }
        return true;
    }

    private boolean attach(QtSharedMemory segment) {
        try {
            segment.attach(QtSharedMemory.Access.READ_WRITE);
        } catch (QtException e) {
            if (e.error() == QtError.NOT_FOUND) {
                return false;
            }
            throw e;
        }
        checkMailbox(segment);
        return segment.attached().others().count() > 0;
    }

    /** A picture without semaphores would be taken for a message, and cleared. */
    private void checkMailbox(QtSharedMemory segment) {
        byte[] head = new byte[(int) Math.min(Pixmap.HEAD_LENGTH, segment.size())];
        segment.attached().view().get(0, head);
        if (Pixmap.isPicture(head) && !Files.exists(pair.incoming(end).semaphoreFile())
                && !Files.exists(pair.outgoing(end).semaphoreFile())) {
            throw new ProtocolException("Not a mailbox: " + pair.segment().segment() + " holds a picture of "
                    + segment.size() + " bytes, and its semaphores do not exist; give the mailbox's keys, or take the "
                    + "command picture");
        }
    }

    private MailboxAttachment mailbox(QtSharedMemory segment) {
        // When a server leaves, its semaphores go: a client that made them again would leave them to nobody.
        SemaphoreBackend arrivals = semaphore(pair.incoming(end), end == QtEnd.SERVER);
        SemaphoreBackend departures = null;
        try {
            departures = semaphore(pair.outgoing(end), true);
            MailboxAttachment opened = new MailboxAttachment(end, segment, arrivals, departures);
            opened.begin();
            return opened;
        } catch (QtException e) {
            arrivals.close(arrivals.isOwner());
            if (departures != null) {
                departures.close(departures.isOwner());
            }
            throw e;
        }
    }

    /** A server owns its semaphores, as in Qt. A count that was left is looked at before it is set. */
    private SemaphoreBackend semaphore(QtNativeKey key, boolean remakes) {
        SemaphoreBackend opened = QtSystemSemaphore.backend(key.ipc(), key.semaphore(), 0,
                end == QtEnd.SERVER && key.ipc().isPosix(), QtSystemSemaphore.Undo.NEVER, remakes);
        if (end == QtEnd.SERVER) {
            opened.own();
        }
        return opened;
    }
}
