// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.Session;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * What a relay does with a session that no other application does: it acknowledges when the other end of the relay has,
 * passes the mark of a repetition on, and ends a session as if it had died. Owns nothing. For any thread.
 */
public final class RelayEnd {
    private final DuplexSession session;
    private final CurrentAttachment current;
    private final ReceivingEnd receiving;
    private final BlockingSender blocking;
    private final SessionLoop loop;

    RelayEnd(DuplexSession session, CurrentAttachment current, ReceivingEnd receiving, BlockingSender blocking,
             SessionLoop loop) {
        this.session = session;
        this.current = current;
        this.receiving = receiving;
        this.blocking = blocking;
        this.loop = loop;
    }

    /**
     * The relay's end of a session.
     *
     * @param session of a server or a client
     * @return a new object, which does the same as any other one
     */
    public static RelayEnd of(Session session) {
        return DuplexSession.of(session).relay();
    }

    /**
     * From now on, messages and questions stay unacknowledged when their callbacks return. To be called in {@code
     * onAttached}. The peer sends no more than its lane and its bulk area hold until something is acknowledged, and one
     * message that is longer than those.
     */
    public void deferAcknowledgements() {
        receiving.locked(() -> current.present().incoming().deferAcknowledgements());
    }

    /**
     * From now on, runs something when callbacks have returned and no more messages are at hand, or many have passed;
     * on the session's own thread. So messages that come together can be passed on together. To be called in
     * {@code onAttached}.
     *
     * @param action must not wait
     */
    public void afterEachPass(Runnable action) {
        loop.afterEachPass(action);
    }

    /**
     * Acknowledges the oldest messages and questions whose callbacks have returned. Waits for a callback that runs.
     * Does nothing if the peer is gone.
     *
     * @param count how many; each once
     */
    public void acknowledge(int count) {
        receiving.locked(() -> {
            Attachment present = current.present();
            if (present != null) {
                present.incoming().acknowledge(count);
                present.wake();
            }
        });
    }

    /**
     * Sends, as {@link Session#send(MessageKind, ByteBuffer)} does on a thread that may wait, a message that an
     * application may have seen before.
     *
     * @param kind TEXT, BINARY, FILE or CALL
     * @param payload from its position to its limit, which stay
     */
    public void sendAgain(MessageKind kind, ByteBuffer payload) {
        blocking.sendAgain(kind, payload);
    }

    /**
     * Asks, as {@link Session#ask(MessageKind, ByteBuffer)} does, a question of any kind.
     *
     * @param kind TEXT, BINARY or CALL
     * @param question from its position to its limit, which stay
     * @param again whether an application may have seen it before
     * @return ends as there
     */
    public CompletableFuture<Message> ask(MessageKind kind, ByteBuffer question, boolean again) {
        MessageFuture future = new MessageFuture(session, null, again);
        session.questions().ask(future, kind, question);
        return future;
    }

    /** Ends the session without a word: the peer sees the death of its process. Waits for nothing. */
    public void hangUp() {
        loop.requestEnd();
        Attachment present = current.present();
        if (present != null) {
            present.hangUp();
        }
    }
}
