// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.CannotCreateException;
import io.shmooze.InterruptedSessionException;
import io.shmooze.NotPermittedException;
import io.shmooze.SessionTimeoutException;
import io.shmooze.UnavailableException;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.session.Attachment;
import io.shmooze.session.AttachmentSource;
import io.shmooze.session.Deadlines;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Attaches to the server as soon as there is one: tries again after a growing pause, until a deadline. */
final class Connector implements AttachmentSource {
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(5);
    private static final long FIRST_PAUSE_MS = 5;
    private static final long MAX_PAUSE_MS = 250;
    /** The next attempt waits after an attachment that was shorter, because the next one may be as short. */
    private static final long SHORT_LIFE_NS = TimeUnit.SECONDS.toNanos(1);

    private final ClientOptions options;
    private final Path socket;
    private long attachedNs;
    private final CountDownLatch cancelled = new CountDownLatch(1);

    Connector(ClientOptions options) {
        this.options = options;
        this.socket = SegmentDirectory.socket(options.directory(), options.channel());
    }

    /** Waits for the first attachment; throws at once if the server refuses it. */
    Attachment first() {
        return connect(options.connectTimeout(), false, options.onUnserved());
    }

    @Override
    public Attachment next() {
        if (System.nanoTime() - attachedNs < SHORT_LIFE_NS && pause(MAX_PAUSE_MS)) {
            return null;
        }
        return connect(options.reconnectTimeout(), true, null);
    }

    @Override
    public boolean isFinal() {
        return options.reconnectTimeout().isZero();
    }

    @Override
    public void cancel() {
        cancelled.countDown();
    }

    /** Null if cancelled. {@code retryIfRefused}: a server that is full, or has no memory, may soon have room again. */
    private Attachment connect(Duration timeout, boolean retryIfRefused, Runnable onUnserved) {
        long deadlineNs = Deadlines.after(timeout);
        long pauseMs = FIRST_PAUSE_MS;
        String reason = null;
        do {
            String before = reason;
            try {
                reason = null;
                Attachment attachment = attempt(timeout.isZero() ? Long.MAX_VALUE : deadlineNs - System.nanoTime());
                if (attachment != null) {
                    attachedNs = System.nanoTime();
                    return attachment;
                }
                if (onUnserved != null) {
                    onUnserved.run();
                }
            } catch (UnavailableException | CannotCreateException e) {
                if (!retryIfRefused) {
                    throw e;
                }
                reason = e.getMessage();
            } catch (SessionTimeoutException e) {
                // The last attempt may have too little time to find the reason; the one before it knows more.
                reason = before != null ? before : e.getMessage();
            } catch (IOException e) {
                reason = e.getMessage();
            }
            if (pause(Math.min(pauseMs, TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime())))) {
                return null;
            }
            pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS);
        } while (!Deadlines.isOver(deadlineNs));
        throw new UnavailableException(reason != null ? reason : "Nobody serves the channel '" + options.channel()
                + "' in " + options.directory() + " (waited " + timeout.toMillis() + " ms): start its server");
    }

    /** Null if nobody listens. Throws IOException if another attempt may succeed. */
    private Attachment attempt(long leftNs) throws IOException {
        SegmentDirectory directory = SegmentDirectory.open(options.directory(), options.session().allowedUsers());
        if (directory == null) {
            return null;
        }
        try {
            // One call instead of exists and isWritable: a starting server may remove a dead one's socket in between.
            socket.getFileSystem().provider().checkAccess(socket, AccessMode.WRITE);
            long deadlineNs = System.nanoTime() + Math.min(leftNs, HANDSHAKE_TIMEOUT.toNanos());
            return new ClientHandshake(options, directory, deadlineNs).attach();
        } catch (AccessDeniedException e) {
            throw new NotPermittedException("Not permitted to connect to " + socket, e);
        } catch (NoSuchFileException | ConnectException e) {
            return null;
        } catch (IOException e) {
            throw new IOException("Cannot attach to " + socket + ": " + e.getMessage(), e);
        }
    }

    /** Waits; true if cancelled meanwhile. */
    private boolean pause(long ms) {
        try {
            return cancelled.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedSessionException("The thread was interrupted while it waited for the server", e);
        }
    }
}
