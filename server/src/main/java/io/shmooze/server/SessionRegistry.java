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

/** The sessions of a server: their number is limited, and each is served on the thread that shook its hand. */
final class SessionRegistry {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final List<DuplexSession> attached = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Session> unaccepted = new LinkedBlockingQueue<>();
    private final Semaphore places;
    private final ServerOptions options;
    private volatile boolean closed;

    SessionRegistry(ServerOptions options) {
        this.options = options;
        this.places = new Semaphore(options.maxClients());
    }

    /** Whether as many clients are attached as the server takes. */
    boolean isFull() {
        return places.availablePermits() == 0;
    }

    /** Takes a place; false if the channel is full. */
    boolean reserve() {
        return places.tryAcquire();
    }

    void release() {
        places.release();
    }

    /** Returns when the session is over, and gives its place back. */
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

    /** Without those whose own threads are just leaving. */
    List<Session> attached() {
        return attached.stream().filter(session -> session.state() != SessionState.CLOSED).map(Session.class::cast)
                .toList();
    }

    /** Sends by each session; returns those by which it did not go. */
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
                // The client leaves just now, which its session tells on its own thread.
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

    /** What goes wrong with one session must not keep the others open. */
    private static void beginClose(DuplexSession session, long deadlineNs) {
        try {
            session.beginClose(deadlineNs);
        } catch (RuntimeException | Error e) {
            LoggerFactory.getLogger(SessionRegistry.class).error("A session could not be closed in good order", e);
        }
    }
}
