// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.lane.LanePayload;
import java.util.function.BiConsumer;

/** Adds messages to the backlog, and keeps answers for those who ask. Owns nothing. */
final class BacklogKeeper implements MessageListener, BiConsumer<LanePayload, MessageCopy> {
    private final Backlog backlog;
    private final Questions questions;
    private final QuestionDispatcher dispatcher;

    BacklogKeeper(Backlog backlog, Questions questions, QuestionDispatcher dispatcher) {
        this.backlog = backlog;
        this.questions = questions;
        this.dispatcher = dispatcher;
    }

    @Override
    public void onMessage(Session session, Message message) {
        backlog.add(MessageCopy.of(message));
    }

    /** Of an attachment that has ended. */
    @Override
    public void accept(LanePayload payload, MessageCopy message) {
        MessageKind kind = payload.numberedKind();
        if (payload.isPlain()) {
            backlog.add(message);
        } else if (kind == null || kind == MessageKind.QUESTION) {
            backlog.add(dispatcher.received(null, message, payload.number(), kind != null));
        } else {
            questions.keep(kind, payload.number(), message);
        }
    }
}
