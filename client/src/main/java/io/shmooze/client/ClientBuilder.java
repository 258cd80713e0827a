// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.CannotCreateException;
import io.shmooze.ChannelKind;
import io.shmooze.InterruptedSessionException;
import io.shmooze.NotPermittedException;
import io.shmooze.ProtocolException;
import io.shmooze.ShmoozeException;
import io.shmooze.UnavailableException;
import io.shmooze.UsageException;
import io.shmooze.builder.SessionBuilder;
import io.shmooze.frame.FrameViewer;
import io.shmooze.session.SessionDefaults;
import io.shmooze.session.SessionOptions;
import java.time.Duration;
import java.util.Objects;

/** Describes a {@link ShmoozeClient}. Used by one thread; every method returns the builder itself. */
public final class ClientBuilder extends SessionBuilder<ClientBuilder> {
    private Duration connectTimeout = SessionDefaults.CONNECT_TIMEOUT;
    private Duration reconnectTimeout = SessionDefaults.RECONNECT_TIMEOUT;
    /** Null for nothing. */
    private Runnable onUnserved;

    ClientBuilder(String channel) {
        super(channel);
    }

    /**
     * How long to wait for a server at first.
     *
     * @param timeout zero for a single attempt; by default 10 seconds
     * @return this
     */
    public ClientBuilder connectTimeout(Duration timeout) {
        connectTimeout = Objects.requireNonNull(timeout);
        return this;
    }

    /**
     * How long to wait for a server after the present one has died or left.
     *
     * @param timeout zero to end the session instead; by default 30 seconds
     * @return this
     */
    public ClientBuilder reconnectTimeout(Duration timeout) {
        reconnectTimeout = Objects.requireNonNull(timeout);
        return this;
    }

    /** Runs after each attempt to attach that finds no server, until the first one is found. */
    ClientBuilder onUnserved(Runnable action) {
        onUnserved = action;
        return this;
    }

    /**
     * Attaches to the channel's server, and waits for one if there is none, or if it is busy with others.
     *
     * @return the client, attached; to be closed by the caller
     * @throws UnavailableException if no server came in time, or it is full
     * @throws CannotCreateException if the server could not create the session's memory
     * @throws NotPermittedException if the directory or the server is another user's
     * @throws ProtocolException if the server speaks another version or breaks the protocol
     * @throws UsageException if the path of the socket is too long, or the channel is for something else
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     * @throws ShmoozeException if the Java runtime lacks a module that sessions need
     */
    public ShmoozeClient connect() {
        return connect(ChannelKind.MESSAGES, sessionOptions());
    }

    private ShmoozeClient connect(ChannelKind wanted, SessionOptions session) {
        return ShmoozeClient.connect(
                new ClientOptions(directory(), connectTimeout, reconnectTimeout, wanted, session, onUnserved));
    }

    /**
     * Attaches to a publisher of frames, and waits for one if there is none.
     *
     * @return the viewer, attached; to be closed by the caller
     * @throws UnavailableException if no publisher came in time, or it has as many viewers as it takes
     * @throws NotPermittedException if the directory or the publisher is another user's
     * @throws ProtocolException if the publisher speaks another version or breaks the protocol
     * @throws UsageException if the path of the socket is too long, or the channel is for something else
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     * @throws ShmoozeException if the Java runtime lacks a module that sessions need
     */
    public FrameViewer viewFrames() {
        return viewFrames(ChannelKind.FRAMES);
    }

    /**
     * Attaches to a publisher of frames, as {@link #viewFrames()} does, but for a kind that the handshake names.
     *
     * @param wanted the kind of the channel; not one that passes messages
     * @return the viewer, attached; to be closed by the caller
     */
    public FrameViewer viewFrames(ChannelKind wanted) {
        wanted.requireFrames();
        SessionOptions session = sessionOptions();
        return FrameViewer.connect(directory(), session.channel(), session.allowedUsers(),
                listener -> connect(wanted, session.withFirst(listener)));
    }

    @Override
    protected ClientBuilder self() {
        return this;
    }
}
