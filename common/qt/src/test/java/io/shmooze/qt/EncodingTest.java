// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.MessageKind;
import io.shmooze.MessageRefusedException;
import io.shmooze.UsageException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mailbox ends a message with zero bytes, so no letter may have one. */
class EncodingTest {
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "x-UTF-16LE-BOM", "x-IBM300",
        "x-JISAutoDetect", "ISO-2022-CN"})
    void shouldRefuseCharsetsThatAMailboxCannotCarry(String name) {
        Charset charset = Charset.forName(name);
        assertThatThrownBy(() -> QtMailbox.builder(QtEnd.CLIENT).charset(charset)).isInstanceOf(UsageException.class)
                .hasMessageContaining("The charset " + charset.name() + " cannot be used in a Qt mailbox");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "windows-1252", "Shift_JIS", "GB18030", "ISO-2022-JP", "IBM037"})
    void shouldCarryTextInCharsetsOfOneByteUnits(String name) {
        Charset charset = Charset.forName(name);
        assertThat(QtMailboxBuilder.checkCharset(charset)).isEqualTo(charset);
        Encoding encoding = new Encoding(charset, false);
        ByteBuffer text = ByteBuffer.wrap("Zero is no letter".getBytes(StandardCharsets.UTF_8));
        byte[] written = encoding.fitting(encoding.toMailbox(MessageKind.TEXT, text), 1024);
        assertThat(encoding.fromMailbox(written)).isEqualTo(text.array());
    }

    /** Of every charset that is taken, every eleventh character. */
    @Test
    void shouldTakeNoCharsetWithZeroBytes() {
        StringBuilder text = new StringBuilder();
        for (int character = 1; character < Character.MIN_SURROGATE; character += 11) {
            text.append((char) character);
        }
        for (Charset charset : Charset.availableCharsets().values()) {
            if (isTaken(charset)) {
                assertThat(text.toString().getBytes(charset)).as(charset.name()).doesNotContain(0);
            }
        }
    }

    private static boolean isTaken(Charset charset) {
        try {
            Encoding.check(charset);
            return true;
        } catch (UsageException e) {
            return false;
        }
    }

    @Test
    void shouldRefuseWhatIsNothingButZeros() {
        Encoding encoding = new Encoding(StandardCharsets.UTF_8, true);
        assertThatThrownBy(() -> encoding.fitting(new byte[0], 8)).isInstanceOf(MessageRefusedException.class);
        assertThatThrownBy(() -> encoding.fitting(new byte[] {0, 0, 1}, 2)).isInstanceOf(MessageRefusedException.class);
    }
}
