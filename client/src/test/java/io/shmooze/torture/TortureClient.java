// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.Detachment;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.SessionState;
import io.shmooze.client.ShmoozeClient;
import java.io.IOException;

/** A client that talks with its server, and after that with the next one. */
final class TortureClient extends TortureChild {
    private int sessions;
    private Conversation conversation;
    private ShmoozeClient client;

    TortureClient(String[] args) throws IOException {
        super(args);
    }

    @Override
    void open() {
        Conversation next = conversation(++sessions);
        client = ShmoozeClient.builder(CHANNEL).directory(directory).name("c" + next.stream())
                .waitStrategy(waitStrategy).connectTimeout(Conversation.PATIENCE)
                .reconnectTimeout(Conversation.PATIENCE).onMessage(next::received)
                .onQuestion(next::asked)
                .sessionListener(new Follower(next)).connect();
        conversation = next;
        talk(next, client);
    }

    @Override
    void close() {
        conversation.closing();
        client.close();
    }

    @Override
    void flushAll() {
        flush(conversation, client);
    }

    /** Writes attachments and detachments into the journal. */
    private record Follower(Conversation conversation) implements SessionListener {
        @Override
        public void onAttached(Session session) {
            String[] server = session.peer().name().substring(1).split("-");
            conversation.attached(Integer.parseInt(server[0]), Integer.parseInt(server[1]));
        }

        @Override
        public void onDetached(Session session, Detachment detachment) {
            conversation.detached(session, detachment);
            if (session.state() == SessionState.CLOSED && !conversation.isClosing()) {
                complain(new IllegalStateException("The session is over: " + detachment));
            }
        }

        @Override
        public void onError(Session session, Throwable error) {
            complain(error);
        }
    }
}
