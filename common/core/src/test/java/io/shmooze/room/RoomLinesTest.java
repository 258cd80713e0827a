// SPDX-License-Identifier: Apache-2.0
package io.shmooze.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.Peer;
import io.shmooze.session.MessageCopy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoomLinesTest {
    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    private static Message message(ByteBuffer payload) {
        return new MessageCopy(MessageKind.TEXT, text(payload).getBytes(StandardCharsets.UTF_8), false,
                new Peer(1, "ann", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "", "/", "//", "/who", "//who", "/////who", "/nick bob", "//nick bob", "/nick a b",
        "/usr/bin/env", "// comment", "/who\n", "* alice left", "alice> hi"})
    void shouldSayEveryLineAsItIs(String line) {
        ByteBuffer said = RoomLines.escaped(bytes(line));
        assertThat(RoomLines.request(message(said))).isNull();
        assertThat(text(RoomLines.unescaped(message(said)))).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/bin/env", "// comment", "/help", "//", "/whoever"})
    void shouldLeaveAloneWhatAnOldClientSays(String line) {
        assertThat(RoomLines.request(message(bytes(line)))).isNull();
        assertThat(text(RoomLines.unescaped(message(bytes(line))))).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/who", "/nick bob", "/nick Grüße"})
    void shouldKnowRequests(String line) {
        assertThat(RoomLines.request(message(bytes(line)))).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource({"alice, hello", "a>b, 'x> y'", "4712, ''", "Grüße, '* x'"})
    void shouldTakeApartWhatWasPutTogether(String name, String text) {
        RoomLines.Line line = RoomLines.parse(RoomLines.said(name, bytes(text)));
        assertThat(line.speaker()).isEqualTo(name);
        assertThat(text(line.text())).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "> x", "alice: hello", "hello world", "alice>", "*"})
    void shouldNotTakeApartWhatIsNoLineOfARoom(String line) {
        assertThat(RoomLines.parse(bytes(line))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"one, one", "'a\nbob> b', 'a\n  | bob> b'", "'a\n\n', 'a\n  | \n  | '", "'', ''"})
    void shouldMarkTheLinesOfAMessage(String text, String marked) {
        assertThat(text(RoomLines.marked(bytes(text)))).isEqualTo(marked);
    }
}
