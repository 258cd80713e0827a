// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.PeerGoneException;
import io.shmooze.QuestionFailedException;
import io.shmooze.QuestionListener;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.SessionState;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Programs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A peer that answers what nobody asked, or asks and reads no answer. */
@Timeout(120)
class HostileQuestionsTest implements SessionListener {
    private static final int QUESTION = MessageKind.QUESTION.ordinal();
    private static final int ANSWER = MessageKind.ANSWER.ordinal();
    private static final int FAILURE = MessageKind.FAILURE.ordinal();

    @RegisterExtension
    final Programs programs = new Programs();
    private final BlockingQueue<Session> attached = new LinkedBlockingQueue<>();
    private final BlockingQueue<Detachment> detached = new LinkedBlockingQueue<>();

    private ShmoozeServer serve(QuestionListener listener) {
        return ShmoozeServer.builder(Target.CHANNEL).directory(programs.directory()).maxMessageLength(1000)
                .onQuestion(listener).sessionListener(this).start();
    }

    @Override
    public void onAttached(Session session) {
        attached.add(session);
    }

    @Override
    public void onDetached(Session session, Detachment detachment) {
        detached.add(detachment);
    }

    @Override
    public void onError(Session session, Throwable error) {
        assertThat(error).isInstanceOf(DeliberateException.class);
    }

    /** The listener throws it. */
    private static final class DeliberateException extends RuntimeException {
        private static final long serialVersionUID = 1;

        DeliberateException() {
            super("x".repeat(1000));
        }
    }

    private static byte[] numbered(long number, String text) {
        return ByteBuffer.allocate(8 + text.length()).order(ByteOrder.LITTLE_ENDIAN).putLong(number)
                .put(text.getBytes(StandardCharsets.ISO_8859_1)).array();
    }

    /** The next question's number. */
    private static long hear(RawPeer raw) {
        Patience.until(raw.in::available);
        return ByteBuffer.wrap(raw.in.read()).order(ByteOrder.LITTLE_ENDIAN).getLong() & (1L << 56) - 1;
    }

    private static void say(RawPeer raw, int kind, long number, String text) throws Exception {
        Patience.until(() -> raw.out.write(kind, numbered(number, text)));
        raw.ringIfNeeded();
    }

    @Test
    void shouldTakeOneAnswerAndCountAllOthers() throws Exception {
        try (ShmoozeServer server = serve((session, question) -> null);
                RawPeer raw = RawClient.attachWithQuestions(programs.directory(), "raw")) {
            Session session = attached.take();
            CompletableFuture<Message> one = session.ask("one?");
            CompletableFuture<Message> two = session.ask("two?");
            CompletableFuture<Message> never = session.ask("never?");
            long first = hear(raw);
            long second = hear(raw);
            say(raw, ANSWER, first + 1000, "unknown");
            say(raw, FAILURE, (1L << 56) - 1, "unknown");
            say(raw, ANSWER, second, "two");
            say(raw, ANSWER, first, "one");
            say(raw, ANSWER, first, "one again");
            say(raw, FAILURE, second, "no, two has failed");
            assertThat(one.get().text()).isEqualTo("one");
            assertThat(two.get().text()).isEqualTo("two");
            Patience.until(() -> session.statistics().answersDropped() == 4);
            assertThat(session.state()).isEqualTo(SessionState.OPEN);
            assertThat(never).isNotDone();
            // A question of its own that has the number of ours: it is answered, and ours is not.
            long third = hear(raw);
            say(raw, QUESTION, third, "never?");
            assertThat(hear(raw)).isEqualTo(third);
            assertThat(never).isNotDone();
            say(raw, FAILURE, third, "malformed \u00e4");
            assertThatThrownBy(never::get).hasCauseInstanceOf(QuestionFailedException.class)
                    .hasMessageContaining("malformed ");
            assertThat(server.channel()).isEqualTo(Target.CHANNEL);
        }
    }

    @Test
    void shouldEndTheSessionOfAPeerThatAsksForEverAndReadsNoAnswer() throws Exception {
        try (ShmoozeServer server = serve((session, question) -> {
            throw new DeliberateException();
        }); RawPeer raw = RawClient.attachWithQuestions(programs.directory(), "raw")) {
            CompletableFuture<Message> pending = attached.take().ask("and you?");
            for (long number = 1; !raw.isOver(); number++) {
                raw.out.write(QUESTION, numbered(number, "?"));
                raw.ringIfNeeded();
            }
            Detachment detachment = detached.take();
            assertThat(detachment.reason()).isEqualTo(DetachReason.FAILED);
            assertThat(detachment.detail()).contains("does not read the answers");
            assertThatThrownBy(pending::get).hasCauseInstanceOf(PeerGoneException.class);
            assertThat(server.channel()).isEqualTo(Target.CHANNEL);
        }
    }
}
