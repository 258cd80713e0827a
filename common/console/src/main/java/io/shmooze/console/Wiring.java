// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.MessageListener;
import io.shmooze.SessionListener;
import io.shmooze.builder.SessionBuilder;
import java.util.List;

/**
 * What a program needs to start its library half.
 *
 * @param channel the channel's name, not checked yet
 * @param room whether a server is a room
 * @param truncate whether messages that are too long for a Qt mailbox are to be cut
 * @param settings the values in force
 * @param onMessage takes the messages; null for frames
 * @param sessionListeners follow the sessions, called in this order
 * @param onUnserved runs whenever a client finds that nobody serves the channel yet
 */
public record Wiring(String channel, boolean room, boolean truncate, Settings settings, MessageListener onMessage,
                     List<SessionListener> sessionListeners, Runnable onUnserved) {
    /** Of a command that has frames or a picture. */
    static Wiring ofFrames(Invocation invocation, SessionListener sessionListener, Runnable onUnserved) {
        return new Wiring(invocation.key(), false, false, invocation.settings(), null, List.of(sessionListener),
                onUnserved);
    }

    /**
     * Tells a builder all that servers and clients have in common.
     *
     * @param builder of the server or the client
     * @param <B> its type
     * @return the builder
     */
    public <B extends SessionBuilder<B>> B applyTo(B builder) {
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
