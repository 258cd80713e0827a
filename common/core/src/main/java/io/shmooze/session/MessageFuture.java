// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;

/** The future of an answer as it comes. Owns what a question that may be asked again keeps. */
final class MessageFuture extends QuestionFuture<Message> {
    /** Null if it is not to be asked twice. */
    private final RepeatableQuestion repeatable;
    private final boolean repeated;

    MessageFuture(DuplexSession session, RepeatableQuestion repeatable, boolean repeated) {
        super(session);
        this.repeatable = repeatable;
        this.repeated = repeated;
    }

    @Override
    public boolean isRepeated() {
        return repeated;
    }

    @Override
    public RepeatableQuestion repeatable() {
        return repeatable;
    }

    @Override
    protected Message read(Message answer) {
        return MessageCopy.of(answer);
    }
}
