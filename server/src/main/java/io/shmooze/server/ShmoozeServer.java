// SPDX-License-Identifier: Apache-2.0
package io.shmooze.server;

import io.shmooze.CannotCreateException;
import io.shmooze.InterruptedSessionException;
import io.shmooze.MessageKind;
import io.shmooze.NotPermittedException;
import io.shmooze.Session;
import io.shmooze.UsageException;
import io.shmooze.segment.ChannelLock;
import io.shmooze.segment.StaleFiles;
import io.shmooze.session.Deadlines;
import io.shmooze.session.Rehearsal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Serves a channel: clients attach to it, each in a {@link Session} of its own with its own segment.
 *
 * <p><b>Ownership.</b> The server holds the channel's lock until {@link #close} or the end of the process. The next
 * server can start without an operator, no matter how this one ended. The server's threads are daemons: the application
 * keeps the JVM alive, by {@link #join()} if it has nothing else to do.
 */
public final class ShmoozeServer implements AutoCloseable {
    private final ServerOptions options;
    private final ChannelLock lock;
    private final Path socket;
    private final SessionRegistry sessions;
    private final Acceptor acceptor;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    private ShmoozeServer(ServerOptions options) {
        this.options = options;
        this.socket = options.directory().socket(options.channel());
        this.sessions = new SessionRegistry(options);
        this.lock = ChannelLock.take(options.directory(), options.channel());
        try {
            removeStaleFiles();
            this.acceptor = Acceptor.start(options, sessions, socket);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Begins to describe a server.
     *
     * @param channel 1 to 64 of the characters {@code A-Z a-z 0-9 . _ -}
     * @return a builder whose {@code start} makes the server
     * @throws UsageException if the name is not usable
     */
    public static ServerBuilder builder(String channel) {
        return new ServerBuilder(channel);
    }

    /**
     * Starts a server.
     *
     * @throws CannotCreateException if another server has the channel (its pid is in the message), or the file system
     *     refuses
     * @throws NotPermittedException if the directory is not this user's
     */
    static ShmoozeServer start(ServerOptions options) {
        ShmoozeServer server = new ShmoozeServer(options);
        // Last, so that it takes no thread, descriptor or time from the start.
        Rehearsal.begin(options.session(), new Runnable() {
            @Override
            public void run() {
                ServerHandshake.rehearse(options);
            }
        });
        return server;
    }

    private void removeStaleFiles() {
        try {
            StaleFiles.remove(options.directory(), options.channel());
            StaleFiles.removeUnserved(options.directory());
            options.directory().removeStaleSocket(options.channel());
        } catch (IOException e) {
            throw new CannotCreateException("Cannot remove what a dead server left at " + socket + ": "
                    + e.getMessage(), e);
        }
    }

    /**
     * The channel's name.
     *
     * @return the name
     */
    public String channel() {
        return options.channel();
    }

    /**
     * The sessions that are attached now.
     *
     * @return a snapshot, in the order of attaching
     */
    public List<Session> sessions() {
        return sessions.attached();
    }

    /**
     * Waits for the next client, for servers without listeners: each session that is attached is returned once.
     *
     * @param timeout how long to wait at most
     * @return a session, or null if nobody came in time
     * @throws InterruptedSessionException if the thread is interrupted
     */
    public Session accept(Duration timeout) {
        try {
            return sessions.accept(Deadlines.after(timeout) - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedSessionException("The thread was interrupted while it waited for a client", e);
        }
    }

    /**
     * Sends a message to every client that is attached, and waits for none of them. If a client's lane is full, its
     * session's outbox sends the message later, in order. The others do not wait.
     *
     * @param kind what the bytes are
     * @param payload the bytes from its position to its limit, copied before the call returns; position and limit stay
     * @return the attached sessions that do not get the message: their outbox has no room for it, because the client
     *     does not read fast enough ({@link Session#send(MessageKind, ByteBuffer, Duration)} waits for that), or the
     *     message is over the limit of either side. A client that leaves meanwhile is not among them; {@link
     *     io.shmooze.SessionListener#onDetached} reports it
     */
    public List<Session> broadcast(MessageKind kind, ByteBuffer payload) {
        return sessions.unreached(session -> session.enqueue(kind, payload));
    }

    /**
     * {@link #broadcast(MessageKind, ByteBuffer)} of text.
     *
     * @param text any text without unpaired surrogates
     * @return as there
     * @throws io.shmooze.UsageException if a surrogate is unpaired, because UTF-8 cannot carry it
     */
    public List<Session> broadcast(String text) {
        return sessions.unreached(session -> session.enqueue(text));
    }

    /**
     * Waits until any thread closes the server. A program that works in callbacks calls this at the end of {@code
     * main}, because the program would end there otherwise.
     *
     * @param timeout how long to wait at most
     * @return false if it is not closed in time
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     */
    public boolean join(Duration timeout) {
        try {
            return ended.await(Deadlines.after(timeout) - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
    }

    /**
     * {@link #join(Duration)} without a limit.
     *
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     */
    public void join() {
        join(ChronoUnit.FOREVER.getDuration());
    }

    /** Ends all sessions in good order and releases the channel. Idempotent; may be called from any thread. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try (lock) {
                acceptor.close();
                sessions.close();
                options.directory().removeOwnSocket(options.channel(), acceptor.socketKey());
            } catch (IOException e) {
                throw new CannotCreateException("Cannot remove the socket " + socket + ": " + e.getMessage(), e);
            } finally {
                ended.countDown();
            }
        }
    }
}
