// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.ProtocolException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FileMessageTest {
    private static final long ID = 0x1122334455667788L;

    /** The example of PROTOCOL.md. */
    @Test
    void shouldLieInMemoryAsDescribed() {
        ByteBuffer offer = FileMessage.of(FileStep.OFFER, ID, 1000, "a.txt");
        assertThat(HexFormat.of().formatHex(offer.array(), 0, offer.limit())).isEqualTo(
                "0100000000000000" + "8877665544332211" + "e803000000000000" + "612e747874");
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadWhatItWrote(FileStep step) {
        byte[] bytes = new byte[step == FileStep.BEGIN || step == FileStep.END ? 32
                : step == FileStep.WANT || step == FileStep.DONE ? 0 : 5];
        ByteBuffer within = ByteBuffer.allocate(100).position(7).put(FileMessage.of(step, ID, 9, bytes)).flip();
        FileMessage message = FileMessage.parse(within.position(7));
        assertThat(message.step()).isEqualTo(step);
        assertThat(message.transfer()).isEqualTo(ID);
        assertThat(message.position()).isEqualTo(9);
        assertThat(message.copy()).isEqualTo(bytes);
        assertThat(within.get(7)).isEqualTo((byte) (step.ordinal() + 1));
    }

    @ParameterizedTest
    @CsvSource({"0, 5, 0", "9, 5, 0", "255, 5, 0", "1, 0, 0", "1, 231, 0", "2, 31, 0", "2, 33, 0", "3, 0, 0",
        "4, 0, 0", "5, 401, 0", "6, 1, 0", "7, 1, 0", "8, 401, 0", "3, 5, -1", "6, 0, -9223372036854775808"})
    void shouldRefuseWhatNobodyCanMean(int type, int bytes, long position) {
        ByteBuffer message = FileMessage.of(FileStep.DATA, ID, position, new byte[bytes]).put(0, (byte) type);
        assertThatThrownBy(() -> FileMessage.parse(message)).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "23"})
    void shouldRefuseHalfAHeader(int length) {
        assertThatThrownBy(() -> FileMessage.parse(ByteBuffer.allocate(length))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void shouldRefuseTextThatIsNone() {
        FileMessage message = FileMessage.parse(FileMessage.of(FileStep.OFFER, ID, 0, new byte[] {'a', (byte) 0xff}));
        assertThatThrownBy(message::text).isInstanceOf(ProtocolException.class);
    }

    @Test
    void shouldCutALongReasonBetweenCharacters() {
        FileMessage message = FileMessage.parse(FileMessage.of(FileStep.REFUSE, ID, 0, "a" + "é".repeat(300)));
        assertThat(message.text()).isEqualTo("a" + "é".repeat(199));
    }
}
