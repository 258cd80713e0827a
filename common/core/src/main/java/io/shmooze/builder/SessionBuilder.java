// SPDX-License-Identifier: Apache-2.0
package io.shmooze.builder;

import io.shmooze.Detachment;
import io.shmooze.MessageListener;
import io.shmooze.QuestionListener;
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
 * The settings that builders of servers, clients and mailboxes have in common. For one thread at a time; every setter
 * returns the builder itself. A builder may be used again: what it has built before does not change.
 *
 * @param <B> the builder's own type
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
    private boolean acknowledgesPasses;
    private MessageListener messageListener;
    private final List<QuestionListener> questionListeners = new ArrayList<>();
    private int maxQuestions = SessionDefaults.MAX_QUESTIONS;
    private final List<SessionListener> sessionListeners = new ArrayList<>();

    /**
     * Starts with the defaults.
     *
     * @param channel the channel's name: 1 to 64 of the characters A-Z a-z 0-9 . _ -
     * @throws UsageException if the name is something else
     */
    protected SessionBuilder(String channel) {
        this.channel = SessionDefaults.checkChannel(channel);
    }

    /**
     * The directory of the channel's files. Both sides must use the same one.
     *
     * @param path by default the environment variable {@code SHMOOZE_DIRECTORY}, else {@code /dev/shm/shmooze-USER}; a
     *     server creates it with mode 0700 if it is missing
     * @return this
     */
    public B directory(Path path) {
        directory = Objects.requireNonNull(path);
        return self();
    }

    /**
     * The longest message that this side accepts or sends. The smaller limit of the two sides holds for both
     * directions. The outbox of a session holds about as many bytes.
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
     * How this side's threads wait for the peer. The peer chooses for itself.
     *
     * <ul>
     *   <li>With a message listener, each session's own thread waits like this for messages. {@link
     *       WaitStrategy#SPINNING} keeps one CPU busy for each attached session, and starts one more thread for each
     *       attachment, which sleeps in the socket.
     *   <li>Without a listener, the session's own thread always sleeps. The application's thread waits like this in
     *       {@link Session#receive(Duration)}; {@link Session#poll} never waits.
     *   <li>A thread waits like this in {@link Session#send(String)} and {@link Session#flush} for the peer to read. If
     *       several threads send, one waits for the peer; the others wait for that one, and sleep after a short spin
     *       whatever the strategy.
     *   <li>A thread that waits for the answer to a question waits like this without a listener. With one it is woken
     *       by the session's own thread: it spins all the time with {@link WaitStrategy#SPINNING}, for 20 microseconds
     *       with {@link WaitStrategy#ADAPTIVE}, and then sleeps.
     *   <li>While a client waits for its next server, all its threads sleep.
     * </ul>
     *
     * <p>{@link WaitStrategy#ADAPTIVE} learns for each attachment, for messages and for room apart. A wait ends at once
     * when the peer dies, with every strategy. Qt mailboxes ignore the setting and always sleep.
     *
     * @param strategy by default {@link WaitStrategy#ADAPTIVE}
     * @return this
     */
    public B waitStrategy(WaitStrategy strategy) {
        waitStrategy = Objects.requireNonNull(strategy);
        return self();
    }

    /**
     * This side's name, which the other side sees as {@link io.shmooze.Peer#name()}.
     *
     * @param ownName 1 to 64 code points without white space, control characters or unpaired surrogates; by default the
     *     pid
     * @return this
     * @throws UsageException if it is something else
     */
    public B name(String ownName) {
        name = SessionDefaults.checkName(ownName);
        return self();
    }

    /**
     * How long {@code send} and {@code flush} wait for a peer that lives but acknowledges nothing. They then throw
     * {@link io.shmooze.UnresponsiveException}, and the session is {@link io.shmooze.SessionState#UNRESPONSIVE} until
     * the peer acknowledges something. The session is not ended.
     *
     * @param timeout zero, the default, means to wait as long as the peer's process lives
     * @return this
     */
    public B responseTimeout(Duration timeout) {
        responseTimeout = Objects.requireNonNull(timeout);
        return self();
    }

    /**
     * Acknowledges messages together, when the pass ends that has handed them over, which costs less for each. A pass
     * is one call of {@link Session#poll(MessageListener, int)}, {@link Session#receive(MessageListener, int,
     * Duration)} or, within {@link Session#drain}, of {@code poll}; with a message listener, up to 64 messages. A pass
     * that goes on is acknowledged each time when a quarter of the lane has been read.
     *
     * <p>If this process dies, or closes the session in a callback, the other side finds the messages of the pass
     * unacknowledged, though callbacks have returned for them: a client sends them again, marked {@link
     * io.shmooze.Message#redelivered()}, and a server gets them in the {@link Detachment}. The other side's {@link
     * Session#flush} waits for the end of the pass, so a callback must not wait for something that the other side does
     * after a flush. Qt mailboxes ignore the setting.
     *
     * @return this
     */
    public B acknowledgePasses() {
        acknowledgesPasses = true;
        return self();
    }

    /**
     * The users whose processes may be at the other end, besides this user's own.
     *
     * @param users names of users of this machine; by default none
     * @return this
     */
    public B allowedUsers(Set<String> users) {
        allowedUsers = Set.copyOf(users);
        return self();
    }

    /**
     * Sets the listener that takes the messages. Without one, the application polls each {@link io.shmooze.Session},
     * unless there is a question listener.
     *
     * @param listener called on each session's own thread
     * @return this
     */
    public B onMessage(MessageListener listener) {
        messageListener = Objects.requireNonNull(listener);
        return self();
    }

    /**
     * Adds a listener that answers the peer's questions. The listeners are asked in the order of adding, until one
     * knows the question. If none knows it, or there is none, the question fails, and the peer is told so. With a
     * question listener alone, the application cannot poll, and messages that come are reported to {@link
     * SessionListener#onError}. Qt mailboxes know no questions.
     *
     * @param listener called on each session's own thread
     * @return this
     */
    public B onQuestion(QuestionListener listener) {
        questionListeners.add(Objects.requireNonNull(listener));
        return self();
    }

    /**
     * How many questions of this side may be in flight in each session. {@link Session#ask(String)} throws {@link
     * io.shmooze.TooManyQuestionsException} when there are so many. A session makes a table for them with its first
     * question, of some 16 bytes for each that is allowed.
     *
     * @param limit from 1 to 16,777,216; by default 16,384
     * @return this
     * @throws UsageException if it is out of range
     */
    public B maxQuestions(int limit) {
        maxQuestions = SessionDefaults.checkRange("maximum number of questions", limit, 1,
                SessionDefaults.MAX_MAX_QUESTIONS);
        return self();
    }

    /**
     * Adds a listener that follows the lives of sessions. All listeners are called, in the order of adding; if one
     * throws, the others are called nevertheless.
     *
     * @param listener called on each session's own thread
     * @return this
     */
    public B sessionListener(SessionListener listener) {
        sessionListeners.add(Objects.requireNonNull(listener));
        return self();
    }

    /**
     * Adds a listener that does something in {@link SessionListener#onAttached} only.
     *
     * @param action called on each session's own thread
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
     * @param action called on each session's own thread
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
     * Adds a listener that does something in {@link SessionListener#onError} only. The exceptions of callbacks are then
     * no longer logged.
     *
     * @param action called on each session's own thread
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
     * This builder, as its own type.
     *
     * @return this
     */
    protected abstract B self();

    /**
     * The settings so far.
     *
     * @return options for the sessions to come; later changes of this builder do not change them
     * @throws io.shmooze.ShmoozeException if the Java runtime lacks a module that sessions need
     */
    @SuppressWarnings("exports") // for the builders of our own modules
    protected SessionOptions sessionOptions() {
        RuntimeModules.requireForSessions();
        return new SessionOptions(channel, name, waitStrategy, maxMessageLength, responseTimeout, allowedUsers,
                acknowledgesPasses, messageListener, List.copyOf(sessionListeners), List.copyOf(questionListeners),
                maxQuestions);
    }

    /**
     * The directory of the channel's files.
     *
     * @return its path; neither its existence nor its owner is checked
     * @throws UsageException if it comes from the environment and is not a path
     */
    protected Path directory() {
        return directory == null ? SessionDefaults.directory(System.getenv()) : directory;
    }
}
