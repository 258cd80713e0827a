// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import static io.shmooze.lane.FrameDescriptor.BEGIN;
import static io.shmooze.lane.FrameDescriptor.BULK;
import static io.shmooze.lane.FrameDescriptor.END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.MessageKind;
import io.shmooze.ProtocolException;
import io.shmooze.lane.LaneReader.Poll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader takes questions and answers only from a peer that may send them, and only with a possible number. */
class MalformedQuestionTest {
    private static final int WHOLE = BEGIN | END;
    private static final int QUESTION = MessageKind.QUESTION.ordinal();
    private static final long NUMBER = 0x12_3456_789A_BCDEL;

    /** Where the word of a message of 24 bytes lies. */
    enum Place {
        FRAME, FRAGMENTS, BLOCK
    }

    private final LaneRig rig = new LaneRig(320, 4096);

    @BeforeEach
    void allowQuestions() {
        rig.reader.allowQuestions();
    }

    @AfterEach
    void unmap() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({"FRAME, 3, 0", "FRAME, 4, 1", "FRAME, 5, 6", "FRAGMENTS, 3, 1", "FRAGMENTS, 4, 6", "FRAGMENTS, 5, 0",
        "BLOCK, 3, 6", "BLOCK, 4, 0", "BLOCK, 5, 1"})
    void shouldTakeTheNumberFromItsBeginning(Place place, int kind, int content) {
        put(place, kind, 24, word(content));
        assertThat(pollAll()).isEqualTo(Poll.MESSAGE);
        LanePayload payload = rig.reader.payload();
        assertThat(payload.isPlain()).isFalse();
        assertThat(payload.numberedKind().ordinal()).isEqualTo(kind);
        assertThat(payload.number()).isEqualTo(NUMBER);
        assertThat(payload.kind().ordinal()).isEqualTo(content);
        assertThat(payload.length()).isEqualTo(16);
        assertThat(payload.copy()).hasSize(16).containsOnly(7);
        assertThat(payload.view().remaining()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource({"FRAME, 2", "FRAME, 3", "FRAME, 4", "FRAME, 5", "FRAME, 7", "FRAME, 255", "FRAGMENTS, 2",
        "FRAGMENTS, 3", "FRAGMENTS, 7", "FRAGMENTS, 128", "BLOCK, 2", "BLOCK, 5", "BLOCK, 7", "BLOCK, 255"})
    void shouldRefuseAnImpossibleContent(Place place, int content) {
        for (int kind = QUESTION; kind <= MessageKind.FAILURE.ordinal(); kind++) {
            rig.renew(LaneRig.LIMIT);
            rig.reader.allowQuestions();
            put(place, kind, 24, word(content));
            assertThatThrownBy(this::pollAll).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("the number of a question");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void shouldRefuseAFrameThatIsTooShortForANumber(int length) {
        put(0, length, WHOLE, QUESTION, 0);
        assertThatThrownBy(rig.reader::poll).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void shouldRefuseFragmentsThatAreTooShortForANumberTogether(int second) {
        put(0, 4, BEGIN, QUESTION, 0);
        put(16, second, END, QUESTION, 1);
        assertThatThrownBy(this::pollAll).isInstanceOf(ProtocolException.class);
    }

    @Test
    void shouldTakeANumberThatIsCutInTwo() {
        rig.segment.putLong(LaneRig.BASE + 8, word(1));
        rig.segment.putLong(LaneRig.BASE + 24, word(1) >>> 32);
        put(0, 4, BEGIN, QUESTION, 0);
        put(16, 4, END, QUESTION, 1);
        assertThat(pollAll()).isEqualTo(Poll.MESSAGE);
        assertThat(rig.reader.payload().number()).isEqualTo(NUMBER);
        assertThat(rig.reader.payload().length()).isZero();
    }

    @Test
    void shouldRefuseABlockThatIsTooShortForANumber() {
        putBlock(QUESTION, 7, word(0));
        assertThatThrownBy(rig.reader::poll).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void shouldRefuseAnUnknownKind(Place place) {
        put(place, MessageKind.values().length, 24, word(0));
        assertThatThrownBy(this::pollAll).isInstanceOf(ProtocolException.class).hasMessageContaining("kind");
    }

    /** A message for the whole application would look like one of the peer's library otherwise. */
    @ParameterizedTest
    @EnumSource(value = MessageKind.class, mode = Mode.EXCLUDE, names = {"TEXT", "BINARY", "FILE"})
    void shouldRefuseThemFromAPeerWithoutTheFeature(MessageKind kind) {
        for (Place place : Place.values()) {
            rig.renew(LaneRig.LIMIT);
            put(place, kind.ordinal(), 24, word(0));
            assertThatThrownBy(this::pollAll).isInstanceOf(ProtocolException.class).hasMessageContaining("kind");
            rig.renew(LaneRig.LIMIT);
            rig.reader.allowQuestions();
            put(place, kind.ordinal(), 24, word(0));
            assertThat(pollAll()).isEqualTo(Poll.MESSAGE);
        }
    }

    @Test
    void shouldRefuseAContinuationOfAnotherKind() {
        put(0, 8, BEGIN, QUESTION, 0);
        put(16, 8, END, MessageKind.ANSWER.ordinal(), 1);
        assertThat(rig.reader.poll()).isEqualTo(Poll.PARTIAL);
        assertThatThrownBy(rig.reader::poll).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @EnumSource(value = Place.class, names = {"FRAME", "BLOCK"})
    void shouldUseTheCheckedCopyWhateverThePeerWritesLater(Place place) {
        put(place, QUESTION, 24, word(1));
        assertThat(pollAll()).isEqualTo(Poll.MESSAGE);
        rig.segment.putLong(LaneRig.BASE + 8, -1);
        rig.bulk.memory().putLong(0, -1);
        LanePayload payload = rig.reader.payload();
        assertThat(payload.number()).isEqualTo(NUMBER);
        assertThat(payload.kind()).isEqualTo(MessageKind.BINARY);
        assertThat(payload.length()).isEqualTo(16);
    }

    @Test
    void shouldNotTakeTheNumberOfTheMessageBefore() {
        put(Place.FRAME, QUESTION, 24, word(1));
        assertThat(pollAll()).isEqualTo(Poll.MESSAGE);
        rig.reader.release();
        put(32, 24, WHOLE, MessageKind.BINARY.ordinal(), 1);
        assertThat(rig.reader.poll()).isEqualTo(Poll.MESSAGE);
        assertThat(rig.reader.payload().isPlain()).isTrue();
        assertThat(rig.reader.payload().numberedKind()).isNull();
        assertThat(rig.reader.payload().length()).isEqualTo(24);
    }

    private Poll pollAll() {
        Poll found = rig.reader.poll();
        while (found == Poll.PARTIAL) {
            found = rig.reader.poll();
        }
        return found;
    }

    private static long word(int content) {
        return NUMBER | (long) content << 56;
    }

    private void put(Place place, int kind, int length, long word) {
        long sevens = 0x0707_0707_0707_0707L;
        switch (place) {
            case FRAME -> {
                putWords(word, sevens, sevens);
                put(0, length, WHOLE, kind, 0);
            }
            case FRAGMENTS -> {
                putWords(word, 0, sevens, sevens);
                put(0, 8, BEGIN, kind, 0);
                put(16, length - 8, END, kind, 1);
            }
            default -> {
                rig.bulk.memory().putLong(8, sevens);
                rig.bulk.memory().putLong(16, sevens);
                putBlock(kind, length, word);
            }
        }
    }

    private void putWords(long... words) {
        for (int i = 0; i < words.length; i++) {
            rig.segment.putLong(LaneRig.BASE + 8 + 8 * i, words[i]);
        }
    }

    private void putBlock(int kind, int length, long word) {
        rig.bulk.memory().putLong(0, word);
        putWords(0, length);
        put(0, 16, WHOLE | BULK, kind, 0);
    }

    private void put(int offset, int length, int flags, int kind, int number) {
        rig.segment.putLongRelease(LaneRig.BASE + offset, FrameDescriptor.header(length, flags, kind, number));
    }
}
