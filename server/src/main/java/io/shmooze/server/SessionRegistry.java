// SPDX-License-Identifier: Apache-2.0
package io.shmooze.server;

import io.shmooze.MessageTooLongException;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.session.Attachment;
import io.shmooze.session.AttachmentSource;
import io.shmooze.session.Deadlines;
import io.shmooze.session.DuplexSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** The sessions of a server. Their number is limited, and each runs on the thread of its handshake. */
final class SessionRegistry {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final List<DuplexSession> attached = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Session> unaccepted = new LinkedBlockingQueue<>();
    private final Semaphore permits;
    private final ServerOptions options;
    private volatile boolean closed;

    SessionRegistry(ServerOptions options) {
        this.options = options;
        this.permits = new Semaphore(options.maxClients());
    }

    /** Whether as many clients are attached as may be. */
    boolean isFull() {
        return permits.availablePermits() == 0;
    }

    /** Reserves a session until {@link #release} or the end of {@link #serve}; false if the channel is full. */
    boolean reserve() {
        return permits.tryAcquire();
    }

    void release() {
        permits.release();
    }

    /** Runs the session of a client for which {@link #reserve} returned true. Returns when the session is over. */
    void serve(Attachment attachment) {
        DuplexSession session = new DuplexSession(options.session(), AttachmentSource.none());
        try {
            session.attach(attachment);
            attached.add(session);
            if (options.session().messageListener() == null) {
                unaccepted.add(session);
            }
            if (closed) {
                session.close();
            }
            session.run();
        } finally {
            attached.remove(session);
            if (!session.hasBacklog()) {
                unaccepted.remove(session);
            }
            release();
        }
    }

    /** The sessions that are not closed; a closed one may still be in the list until its thread ends. */
    List<Session> attached() {
        return attached.stream().filter(session -> session.state() != SessionState.CLOSED).map(Session.class::cast)
                .toList();
    }

    /** Sends by each session; returns the sessions that could not take the message. */
    List<Session> unreached(Predicate<Session> sending) {
        List<Session> unreached = new ArrayList<>();
        for (Session session : attached()) {
            try {
                if (!sending.test(session)) {
                    unreached.add(session);
                }
            } catch (MessageTooLongException e) {
                unreached.add(session);
            } catch (SessionClosedException e) {
                // The client is just leaving; its session reports that on its own thread.
                continue;
            }
        }
        return unreached;
    }

    Session accept(long timeoutNs) throws InterruptedException {
        return unaccepted.poll(timeoutNs, TimeUnit.NANOSECONDS);
    }

    void close() {
        closed = true;
        List<DuplexSession> open = List.copyOf(attached);
        long deadlineNs = Deadlines.after(CLOSE_TIMEOUT);
        open.forEach(session -> beginClose(session, deadlineNs));
        long endNs = Deadlines.after(CLOSE_TIMEOUT);
        open.forEach(session -> session.awaitEnd(endNs));
    }

    /** Logs what one session throws, because it must not keep the others open. */
    private static void beginClose(DuplexSession session, long deadlineNs) {
        try {
            session.beginClose(deadlineNs);
        } catch (RuntimeException | Error e) {
            LoggerFactory.getLogger(SessionRegistry.class).error("A session could not be closed in good order", e);
        }
    }
}
