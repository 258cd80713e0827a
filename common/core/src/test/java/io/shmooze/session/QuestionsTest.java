// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.DetachReason;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.Peer;
import io.shmooze.PeerGoneException;
import io.shmooze.QuestionFailedException;
import io.shmooze.ShmoozeException;
import io.shmooze.TooManyQuestionsException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each question has one number, ends once, and gets no other question's answer. */
class QuestionsTest {
    private static final ShmoozeException GONE = new PeerGoneException("gone", DetachReason.PEER_DIED);

    private final Questions questions = new Questions(2);

    /** Keeps how it ends. */
    private static class AskedQuestion implements PendingQuestion {
        final List<String> ends = new ArrayList<>();
        private final RepeatableQuestion repeatable;
        private long number;

        AskedQuestion(boolean repeatable) {
            this.repeatable = repeatable ? new RepeatableQuestion() : null;
        }

        @Override
        public long number() {
            return number;
        }

        @Override
        public void number(long newNumber) {
            number = newNumber;
        }

        @Override
        public RepeatableQuestion repeatable() {
            return repeatable;
        }

        @Override
        public boolean answered(Message answer) {
            ends.add(answer.text());
            return ends.size() == 1;
        }

        @Override
        public void failed(ShmoozeException reason) {
            ends.add(reason.getClass().getSimpleName() + ": " + reason.getMessage());
        }

        @Override
        public boolean isDone() {
            return !ends.isEmpty();
        }

        @Override
        public boolean isQuestion() {
            return true;
        }

        @Override
        public void whenDone(Runnable action) {
            throw new UnsupportedOperationException("Nobody waits here");
        }
    }

    private AskedQuestion ask() {
        AskedQuestion question = new AskedQuestion(false);
        questions.register(question);
        return question;
    }

    private AskedQuestion askRepeatable() {
        AskedQuestion question = new AskedQuestion(true);
        questions.register(question);
        return question;
    }

    private static Message message(String text) {
        return new MessageCopy(MessageKind.TEXT, text.getBytes(StandardCharsets.UTF_8), false,
                new Peer(1, "user", "peer"));
    }

    private void answer(long number, String text) {
        questions.answered(MessageKind.ANSWER, number, message(text));
    }

    @Test
    void shouldGiveTheAnswerToItsQuestion() {
        AskedQuestion first = ask();
        AskedQuestion second = ask();
        answer(second.number(), "to the second");
        assertThat(first.ends).isEmpty();
        answer(first.number(), "to the first");
        assertThat(first.ends).containsExactly("to the first");
        assertThat(second.ends).containsExactly("to the second");
        assertThat(questions.inFlight()).isZero();
        assertThat(questions.dropped()).isZero();
    }

    @Test
    void shouldFailWithThePeersText() {
        AskedQuestion question = ask();
        questions.answered(MessageKind.FAILURE, question.number(), message("no such symbol"));
        assertThat(question.ends).containsExactly(
                QuestionFailedException.class.getSimpleName() + ": no such symbol");
        assertThat(questions.inFlight()).isZero();
    }

    @Test
    void shouldLimitThoseInFlight() {
        AskedQuestion first = ask();
        ask();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(this::ask).isInstanceOf(TooManyQuestionsException.class).hasMessageContaining("2 ");
            assertThat(questions.inFlight()).isEqualTo(2);
        }
        questions.withdraw(first);
        ask();
        assertThatThrownBy(this::ask).isInstanceOf(TooManyQuestionsException.class);
    }

    @Test
    void shouldEndOnceWhateverComesLater() {
        AskedQuestion question = ask();
        answer(question.number(), "first");
        answer(question.number(), "second");
        questions.answered(MessageKind.FAILURE, question.number(), message("third"));
        questions.withdraw(question);
        questions.endAll(false, GONE);
        assertThat(question.ends).containsExactly("first");
        assertThat(questions.inFlight()).isZero();
        assertThat(questions.dropped()).isEqualTo(2);
    }

    @Test
    void shouldDropAnswersToNumbersThatNobodyAsked() {
        for (long number : new long[] {0, 1, 7, (1L << 56) - 1}) {
            answer(number, "?");
        }
        AskedQuestion question = ask();
        for (long number : new long[] {0, 2, 9, 17, (1L << 56) - 1, 1L << 32 | 1}) {
            answer(number, "?");
        }
        assertThat(question.ends).isEmpty();
        assertThat(questions.inFlight()).isEqualTo(1);
        assertThat(questions.dropped()).isEqualTo(10);
    }

    @Test
    void shouldCountAnAnswerThatItsOwnerDoesNotTakeAnyMore() {
        AskedQuestion question = ask();
        question.ends.add("by its owner");
        answer(question.number(), "late");
        assertThat(questions.dropped()).isEqualTo(1);
        assertThat(questions.inFlight()).isZero();
    }

    @Test
    void shouldNotGiveALateAnswerToTheNextQuestionInTheSlot() {
        AskedQuestion stays = ask();
        List<Long> late = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            AskedQuestion next = ask();
            assertThat(next.number()).isNotEqualTo(stays.number()).isNotIn(late);
            late.forEach(number -> answer(number, "late"));
            assertThat(next.ends).isEmpty();
            late.add(next.number());
            questions.withdraw(next);
        }
        answer(stays.number(), "at last");
        assertThat(stays.ends).containsExactly("at last");
        assertThat(questions.inFlight()).isZero();
    }

    @Test
    void shouldSpareTheRepeatableOnesUntilTheEnd() {
        AskedQuestion plain = ask();
        AskedQuestion repeatable = askRepeatable();
        questions.endAll(true, GONE);
        assertThat(plain.ends).containsExactly("PeerGoneException: gone");
        assertThat(repeatable.ends).isEmpty();
        assertThat(questions.inFlight()).isEqualTo(1);
        questions.endAll(false, GONE);
        assertThat(repeatable.ends).containsExactly("PeerGoneException: gone");
        assertThat(questions.inFlight()).isZero();
    }

    /** A program that asks again when it is told is not told of the same death as often as there are slots. */
    @Test
    void shouldNotEndAQuestionThatIsAskedBecauseAnotherHasEnded() {
        List<AskedQuestion> again = new ArrayList<>();
        AskedQuestion asksAgain = new AskedQuestion(false) {
            @Override
            public void failed(ShmoozeException reason) {
                super.failed(reason);
                again.add(ask());
            }
        };
        questions.register(asksAgain);
        questions.endAll(false, GONE);
        assertThat(asksAgain.ends).hasSize(1);
        assertThat(again).singleElement().satisfies(question -> assertThat(question.ends).isEmpty());
        assertThat(questions.inFlight()).isEqualTo(1);
    }

    @Test
    void shouldAskAgainWhatWasPublishedOnceAndInOrder() {
        Questions many = new Questions(8);
        List<AskedQuestion> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            AskedQuestion question = new AskedQuestion(true);
            many.register(question);
            all.add(question);
            if (i < 36) {
                many.withdraw(question);
            } else if (i != 37) {
                question.published();
            }
        }
        AskedQuestion plain = new AskedQuestion(false);
        many.register(plain);
        plain.published();
        assertThat(many.toAskAgain()).containsExactly(all.get(36), all.get(38), all.get(39));
        assertThat(many.toAskAgain()).isEmpty();
        all.get(38).published();
        assertThat(many.toAskAgain()).containsExactly(all.get(38));
        assertThat(many.inFlight()).isEqualTo(5);
    }

    @Test
    void shouldFailAQuestionWhoseAnswerCannotBeKept() {
        AskedQuestion question = new AskedQuestion(false) {
            @Override
            public boolean answered(Message answer) {
                throw new OutOfMemoryError("for this test");
            }
        };
        questions.register(question);
        assertThatThrownBy(() -> answer(question.number(), "large")).isInstanceOf(OutOfMemoryError.class);
        assertThat(question.ends).singleElement().asString().contains("5 bytes").contains("for this test");
        assertThat(questions.inFlight()).isZero();
    }
}
