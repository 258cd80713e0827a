// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.CannotCreateException;
import io.shmooze.NotPermittedException;
import io.shmooze.ProtocolException;
import io.shmooze.UnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeLineTest {
    @Test
    void shouldReadWhatItWrote() {
        String line = HandshakeLine.format(HandshakeLine.HELLO, "version", 1, "pid", 4712L, "name", "a=b");
        assertThat(line).isEqualTo("HELLO version=1 pid=4712 name=a=b");
        HandshakeLine parsed = HandshakeLine.parse(line);
        assertThat(parsed.word()).isEqualTo("HELLO");
        assertThat(parsed.number("version", 10)).isEqualTo(1);
        assertThat(parsed.number("pid", 4712)).isEqualTo(4712);
        assertThat(parsed.text("name")).isEqualTo("a=b");
    }

    @Test
    void shouldTakeALineWithoutValues() {
        assertThat(HandshakeLine.parse("READY").word()).isEqualTo("READY");
    }

    @Test
    void shouldTakeWhatALaterVersionAdds() {
        assertThat(HandshakeLine.parse("HELLO version=1 later=x").number("version", 1)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HELLO version", "HELLO =1", "HELLO  version=1", "HELLO version=1 ", "HELLO a=1 a=2"})
    void shouldRefuseAMalformedLine(String line) {
        assertThatThrownBy(() -> HandshakeLine.parse(line)).isInstanceOf(ProtocolException.class)
                .hasMessageContaining(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1.5", "0x1", "101", "99999999999999999999", " 1", "\u0661"})
    void shouldRefuseWhatIsNoNumberInRange(String value) {
        HandshakeLine line = HandshakeLine.parse("HELLO pid=" + value.replace(" ", "_"));
        assertThatThrownBy(() -> line.number("pid", 100)).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("pid=").hasMessageContaining("at most 100");
    }

    @Test
    void shouldNameWhatIsMissing() {
        HandshakeLine line = HandshakeLine.parse("WELCOME version=1");
        assertThatThrownBy(() -> line.text("session")).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("WELCOME").hasMessageContaining("'session'");
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void shouldTellARefusedClientWhatTheServerSaid(Refusal refusal) {
        Class<?> expected = switch (refusal) {
            case FULL, BUSY -> UnavailableException.class;
            case CREATE -> CannotCreateException.class;
            case USER -> NotPermittedException.class;
            case VERSION, MALFORMED -> ProtocolException.class;
        };
        assertThat(Refusal.exception(refusal.line("the reason, in words"))).isInstanceOf(expected)
                .hasMessageContaining("the reason, in words");
    }

    @ParameterizedTest
    @ValueSource(strings = {"REFUSED", "REFUSED ", "REFUSED gremlins in the works"})
    void shouldMakeSomethingOfAnUnknownRefusal(String line) {
        assertThat(Refusal.exception(line)).isInstanceOf(ProtocolException.class);
    }
}
