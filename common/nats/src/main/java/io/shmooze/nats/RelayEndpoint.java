// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.shmooze.MessageListener;
import io.shmooze.QuestionListener;
import io.shmooze.SessionListener;
import io.shmooze.builder.SessionBuilder;

/** What a relay needs of the server that it starts, or of a client that it attaches: its listeners, and a name. */
public final class RelayEndpoint {
    private final MessageListener messages;
    private final QuestionListener questions;
    private final SessionListener sessions;
    /** Null for the builder's own. */
    private final String name;

    RelayEndpoint(MessageListener messages, QuestionListener questions, SessionListener sessions, String name) {
        this.messages = messages;
        this.questions = questions;
        this.sessions = sessions;
        this.name = name;
    }

    /**
     * Adds the relay's listeners. They have to be the only ones for messages and questions.
     *
     * @param builder of a server for {@link NatsRelay.Builder#serve}, of a client for {@link NatsRelay.Builder#attach};
     *     a client needs no time to reconnect, because the relay attaches anew
     * @param <B> its type
     * @return the builder
     */
    public <B extends SessionBuilder<B>> B applyTo(B builder) {
        builder.sessionListener(sessions).onMessage(messages).onQuestion(questions);
        return name == null ? builder : builder.name(name);
    }
}
