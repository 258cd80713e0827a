// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.MessageListener;
import io.shmooze.SessionListener;
import io.shmooze.builder.SessionBuilder;
import java.util.List;

/** How a program starts its server or client of the library: what the user asked for, and the program's listeners. */
public final class SessionConfig {
    private final Invocation invocation;
    private final MessageListener onMessage;
    private final List<SessionListener> sessionListeners;
    private final Runnable onUnserved;

    /**
     * For one program.
     *
     * @param onMessage handles the messages; null for frames and pictures
     * @param sessionListeners called in this order
     * @param onUnserved runs whenever a client finds that nobody serves the channel yet
     */
    SessionConfig(Invocation invocation, MessageListener onMessage, List<SessionListener> sessionListeners,
                  Runnable onUnserved) {
        this.invocation = invocation;
        this.onMessage = onMessage;
        this.sessionListeners = List.copyOf(sessionListeners);
        this.onUnserved = onUnserved;
    }

    /** For a relay, which has listeners of its own. */
    static SessionConfig ofRelay(Invocation invocation) {
        return new SessionConfig(invocation, null, List.of(), () -> { });
    }

    /** For a command that passes frames or a picture. */
    static SessionConfig ofFrames(Invocation invocation, SessionListener sessionListener, Runnable onUnserved) {
        return new SessionConfig(invocation, null, List.of(sessionListener), onUnserved);
    }

    Invocation invocation() {
        return invocation;
    }

    MessageListener onMessage() {
        return onMessage;
    }

    /**
     * The channel's name, not checked yet.
     *
     * @return of frames and pictures, their key
     */
    public String channel() {
        return invocation.role().passesMessages() ? invocation.channel() : invocation.key();
    }

    /**
     * Whether a server is to be a room.
     *
     * @return true if it is
     */
    public boolean isRoom() {
        return invocation.arguments().has(Flag.ROOM);
    }

    /**
     * The values in force.
     *
     * @return for the settings that only a server, or only a client, has
     */
    public Settings settings() {
        return invocation.settings();
    }

    /**
     * Runs whenever a client finds that nobody serves the channel yet.
     *
     * @return never null
     */
    public Runnable onUnserved() {
        return onUnserved;
    }

    /**
     * Configures what the builders of servers and clients have in common.
     *
     * @param builder of the server or the client
     * @param <B> its type
     * @return the builder
     */
    public <B extends SessionBuilder<B>> B applyTo(B builder) {
        Settings settings = settings();
        builder.directory(settings.get(Setting.DIRECTORY))
                .waitStrategy(settings.get(Setting.WAIT))
                .maxMessageLength(settings.get(Setting.MAX_MESSAGE_LENGTH))
                .responseTimeout(settings.get(Setting.RESPONSE_TIMEOUT))
                .allowedUsers(settings.get(Setting.ALLOWED_USERS));
        sessionListeners.forEach(builder::sessionListener);
        if (onMessage != null) {
            builder.onMessage(onMessage);
        }
        String name = settings.get(Setting.NAME);
        return name == null ? builder : builder.name(name);
    }
}
