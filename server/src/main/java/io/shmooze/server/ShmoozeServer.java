// SPDX-License-Identifier: Apache-2.0
package io.shmooze.server;

import io.shmooze.CannotCreateException;
import io.shmooze.InterruptedSessionException;
import io.shmooze.NotPermittedException;
import io.shmooze.Session;
import io.shmooze.UsageException;
import io.shmooze.segment.ChannelLock;
import io.shmooze.segment.Leftovers;
import io.shmooze.session.Deadlines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Serves a channel: clients attach to it, each in a {@link Session} of its own with its own segment.
 *
 * <p><b>Ownership.</b> The server holds the channel's lock until {@link #close}, or until the kernel ends the
 * process; whatever way it ends, the next server starts without an operator. Its threads are daemons: the application
 * keeps the JVM alive.
 */
public final class ShmoozeServer implements AutoCloseable {
    private final ServerOptions options;
    private final ChannelLock lock;
    private final Path socket;
    private final SessionRegistry sessions;
    private final Acceptor acceptor;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ShmoozeServer(ServerOptions options) {
        this.options = options;
        this.socket = options.directory().socket(options.channel());
        this.sessions = new SessionRegistry(options);
        this.lock = ChannelLock.take(options.directory(), options.channel());
        try {
            removeLeftovers();
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
        return new ShmoozeServer(options);
    }

    private void removeLeftovers() {
        try {
            Leftovers.remove(options.directory(), options.channel());
            Leftovers.removeAbandoned(options.directory());
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

    /** Ends all sessions in good order and gives the channel up. Idempotent; may be called from any thread. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try (lock) {
                acceptor.close();
                sessions.close();
                options.directory().removeOwnSocket(options.channel(), acceptor.socketKey());
            } catch (IOException e) {
                throw new CannotCreateException("Cannot remove the socket " + socket + ": " + e.getMessage(), e);
            }
        }
    }
}
