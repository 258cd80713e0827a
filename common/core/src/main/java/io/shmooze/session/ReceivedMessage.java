// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import io.shmooze.MessageListener;
import io.shmooze.Session;

/** Takes one message. Owns the copy of it. */
final class ReceivedMessage implements MessageListener {
    private Message message;

    @Override
    public void onMessage(Session from, Message inPlace) {
        message = MessageCopy.of(inPlace);
    }

    /** Null if none has come. */
    Message message() {
        return message;
    }
}
