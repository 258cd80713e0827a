// SPDX-License-Identifier: Apache-2.0
package io.shmooze.builder;

import io.shmooze.Detachment;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.UsageException;
import io.shmooze.WaitStrategy;
import io.shmooze.segment.CurrentProcess;
import io.shmooze.segment.RuntimeModules;
import io.shmooze.session.SessionDefaults;
import io.shmooze.session.SessionOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What builders of servers and of clients have in common. Used by one thread; every method returns the builder itself.
 *
 * @param <B> the builder
 */
public abstract class SessionBuilder<B extends SessionBuilder<B>> {
    private final String channel;
    /** Null for the default. */
    private Path directory;
    private int maxMessageLength = SessionDefaults.MAX_MESSAGE_LENGTH;
    private WaitStrategy waitStrategy = WaitStrategy.ADAPTIVE;
    private String name = String.valueOf(CurrentProcess.pid());
    private Duration responseTimeout = Duration.ZERO;
    private Set<String> allowedUsers = Set.of();
    private MessageListener messageListener;
    private final List<SessionListener> sessionListeners = new ArrayList<>();

    /**
     * For a channel.
     *
     * @param channel its name
     * @throws UsageException if the name is not usable
     */
    protected SessionBuilder(String channel) {
        this.channel = SessionDefaults.checkChannel(channel);
    }

    /**
     * Where the channel's files are.
     *
     * @param path by default what the environment variable {@code SHMOOZE_DIRECTORY} says, else {@code
     *     /dev/shm/shmooze-USER}; a server makes it with mode 0700 if it is missing
     * @return this
     */
    public B directory(Path path) {
        directory = Objects.requireNonNull(path);
        return self();
    }

    /**
     * The longest message accepted or sent. The smaller limit of the two sides holds for both directions.
     *
     * @param bytes from 0; by default 16 MiB
     * @return this
     * @throws UsageException if it is negative
     */
    public B maxMessageLength(int bytes) {
        maxMessageLength = SessionDefaults.checkRange("maximum message length", bytes, 0,
                SessionDefaults.MAX_MAX_MESSAGE_LENGTH);
        return self();
    }

    /**
     * How threads wait for the server.
     *
     * @param strategy by default {@link WaitStrategy#ADAPTIVE}
     * @return this
     */
    public B waitStrategy(WaitStrategy strategy) {
        waitStrategy = Objects.requireNonNull(strategy);
        return self();
    }

    /**
     * What the other side sees as this side's {@link io.shmooze.Peer#name()}.
     *
     * @param ownName 1 to 64 characters without spaces; by default the pid
     * @return this
     * @throws UsageException if it is something else
     */
    public B name(String ownName) {
        name = SessionDefaults.checkName(ownName);
        return self();
    }

    /**
     * How long {@code send} and {@code flush} wait for a peer that acknowledges nothing. It is then reported as
     * {@link io.shmooze.SessionState#UNRESPONSIVE}; nothing is taken away from it.
     *
     * @param timeout zero, the default, to wait for as long as the peer's process lives
     * @return this
     */
    public B responseTimeout(Duration timeout) {
        responseTimeout = Objects.requireNonNull(timeout);
        return self();
    }

    /**
     * Whose processes may be at the other end, besides this user's own.
     *
     * @param users names of users of this machine; by default none
     * @return this
     */
    public B allowedUsers(Set<String> users) {
        allowedUsers = Set.copyOf(users);
        return self();
    }

    /**
     * Takes the messages, each session's on its own thread. Without it the application polls each
     * {@link io.shmooze.Session}.
     *
     * @param listener called from one thread for each session
     * @return this
     */
    public B onMessage(MessageListener listener) {
        messageListener = Objects.requireNonNull(listener);
        return self();
    }

    /**
     * Adds a listener that follows the lives of sessions. All that are added are called, in the order of adding, and
     * one that throws does not keep the others from being called.
     *
     * @param listener called from each session's own thread
     * @return this
     */
    public B sessionListener(SessionListener listener) {
        sessionListeners.add(Objects.requireNonNull(listener));
        return self();
    }

    /**
     * Adds a listener that does something in {@link SessionListener#onAttached} only.
     *
     * @param action called from each session's own thread
     * @return this
     */
    public B onAttached(Consumer<Session> action) {
        Objects.requireNonNull(action);
        return sessionListener(new SessionListener() {
            @Override
            public void onAttached(Session session) {
                action.accept(session);
            }
        });
    }

    /**
     * Adds a listener that does something in {@link SessionListener#onDetached} only.
     *
     * @param action called from each session's own thread
     * @return this
     */
    public B onDetached(BiConsumer<Session, Detachment> action) {
        Objects.requireNonNull(action);
        return sessionListener(new SessionListener() {
            @Override
            public void onDetached(Session session, Detachment detachment) {
                action.accept(session, detachment);
            }
        });
    }

    /**
     * Adds a listener that does something in {@link SessionListener#onError} only: what callbacks throw is then no
     * longer logged.
     *
     * @param action called from each session's own thread
     * @return this
     */
    public B onError(BiConsumer<Session, Throwable> action) {
        Objects.requireNonNull(action);
        return sessionListener(new SessionListener() {
            @Override
            public void onError(Session session, Throwable error) {
                action.accept(session, error);
            }
        });
    }

    /**
     * This builder, by its own type.
     *
     * @return this
     */
    protected abstract B self();

    /**
     * What was described.
     *
     * @return for the sessions to come
     * @throws io.shmooze.ShmoozeException if the Java runtime lacks a module that sessions need
     */
    @SuppressWarnings("exports") // for the builders of our own modules
    protected SessionOptions sessionOptions() {
        RuntimeModules.requireForSessions();
        return new SessionOptions(channel, name, waitStrategy, maxMessageLength, responseTimeout, allowedUsers,
                messageListener, List.copyOf(sessionListeners));
    }

    /**
     * Where the channel's files are to be.
     *
     * @return the path, not checked
     * @throws UsageException if it is the environment's, and no path
     */
    protected Path directory() {
        return directory == null ? SessionDefaults.directory(System.getenv()) : directory;
    }
}
