// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.file.FileExchange;

/** Gives files what is theirs, and the rest of the program everything else. */
final class WithFiles implements MessageListener, SessionListener {
    private final FileExchange files;
    private final MessageListener messages;
    private final SessionListener sessions;

    WithFiles(FileExchange files, MessageListener messages, SessionListener sessions) {
        this.files = files;
        this.messages = messages;
        this.sessions = sessions;
    }

    @Override
    public void onMessage(Session session, Message message) {
        if (!files.onMessage(session, message)) {
            messages.onMessage(session, message);
        }
    }

    @Override
    public void onAttached(Session session) {
        sessions.onAttached(session);
        files.onAttached(session);
    }

    /** Files first, so that what became of them is said before the program may end. */
    @Override
    public void onDetached(Session session, Detachment detachment) {
        files.onDetached(session, detachment);
        sessions.onDetached(session, detachment);
    }

    @Override
    public void onError(Session session, Throwable error) {
        sessions.onError(session, error);
    }
}
