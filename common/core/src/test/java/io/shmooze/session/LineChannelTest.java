// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.InterruptedSessionException;
import io.shmooze.ProtocolException;
import io.shmooze.SessionTimeoutException;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines from a peer that may be slow, talkative or gone. */
@Timeout(60)
class LineChannelTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private LineChannel line;
    private SocketChannel peer;

    @BeforeEach
    void connect() throws IOException {
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "shm");
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("line"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            peer = SocketChannel.open(address);
            line = new LineChannel(server.accept());
        } finally {
            Files.deleteIfExists(address.getPath());
            Files.delete(directory);
        }
    }

    @AfterEach
    void close() throws IOException {
        line.close();
        peer.close();
    }

    @Test
    void shouldReadALineThatComesByteByByte() throws Exception {
        Task<String> reader = Task.call(() -> line.readLine(Deadlines.after(LONG)));
        for (char letter : "HELLO \u00e9\n".toCharArray()) {
            say(String.valueOf(letter));
        }
        assertThat(reader.result()).isEqualTo("HELLO \u00e9");
    }

    @Test
    void shouldAnswerLineByLine() throws Exception {
        for (String word : new String[] {"HELLO", "ATTACHED"}) {
            say(word + "\n");
            assertThat(line.readLine(Deadlines.after(LONG))).isEqualTo(word);
            line.writeLine("answer");
            ByteBuffer answer = ByteBuffer.allocate(100);
            peer.read(answer);
            assertThat(new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8)).isEqualTo("answer\n");
        }
    }

    @Test
    void shouldTakeTheLongestLine() throws Exception {
        say("x".repeat(1023) + "\n");
        assertThat(line.readLine(Deadlines.after(LONG))).hasSize(1023);
    }

    @Test
    void shouldRefuseALongerLine() throws IOException {
        say("x".repeat(1024) + "\n");
        assertThatThrownBy(() -> line.readLine(Deadlines.after(LONG))).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c328", "80", "c0af", "c3", "e282", "eda080", "f4908080", "f5808080", "ff",
        "48454c4c4f20fe"})
    void shouldRefuseALineThatIsNotUtf8(String bytes) throws IOException {
        peer.write(ByteBuffer.wrap(HexFormat.of().parseHex(bytes + "0a")));
        assertThatThrownBy(() -> line.readLine(Deadlines.after(LONG))).isInstanceOf(ProtocolException.class)
                .hasMessage("A handshake line arrived that is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e9", "\u20ac", "\ud83d\ude00", "\ufffd", "\uffff", "\0"})
    void shouldReadEveryCharacter(String character) throws IOException {
        say("HELLO name=" + character + "\n");
        assertThat(line.readLine(Deadlines.after(LONG))).isEqualTo("HELLO name=" + character);
    }

    @Test
    void shouldGiveUpOnASlowPeer() throws IOException {
        say("HEL");
        assertThatThrownBy(() -> line.readLine(Deadlines.after(Duration.ofMillis(20))))
                .isInstanceOf(SessionTimeoutException.class);
    }

    @Test
    void shouldNoticeThatThePeerHasGone() throws IOException {
        say("HEL");
        peer.close();
        assertThatThrownBy(() -> line.readLine(Deadlines.after(LONG))).isInstanceOf(IOException.class);
    }

    @Test
    void shouldEndAReadThatWaitsWhenClosed() throws Exception {
        Task<String> reader = Task.call(() -> line.readLine(Deadlines.after(LONG)));
        Patience.until(() -> reader.thread().getState() == Thread.State.RUNNABLE);
        line.close();
        reader.assertThrew(IOException.class);
    }

    @Test
    void shouldEndAReadThatIsInterrupted() throws Exception {
        Task<String> reader = Task.call(() -> line.readLine(Deadlines.after(LONG)));
        reader.thread().interrupt();
        reader.assertThrew(InterruptedSessionException.class);
    }

    private void say(String text) throws IOException {
        peer.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
