// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageTooLongException;
import io.shmooze.UsageException;
import io.shmooze.client.Partner;
import io.shmooze.client.Partners;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault 33 of RELIABILITY.md's table. Any bytes arrive at the other process as they are, or are refused with the limit.
 */
@Timeout(120)
class ExtremePayloadSystemTest {
    private static final int LIMIT = 1000;
    /** Among others a Latin-1 letter, an overlong slash, an encoded surrogate, a cut character, and invalid bytes. */
    private static final List<String> ODD = List.of("", "\0", "a\0b", "\u00e9", "\u00c0\u00af", "\u00ed\u00a0\u0080",
            "\u00f0\u009f", "\u00ff\u00fe", "\u001b[2J\r");

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldEchoPayloadsUnchangedOrRefuseThem() {
        Partners.ready(programs, "server", "mirror");
        try (ShmoozeClient client = ShmoozeClient.builder(Partner.CHANNEL).directory(programs.directory())
                .maxMessageLength(LIMIT).connect()) {
            for (String odd : ODD) {
                for (MessageKind kind : List.of(MessageKind.TEXT, MessageKind.BINARY, MessageKind.FILE)) {
                    comesBack(client, kind, odd.getBytes(StandardCharsets.ISO_8859_1));
                }
            }
            for (int length : new int[] {1, 7, 8, 143, 144, 145, 288, 289, LIMIT - 1, LIMIT}) {
                comesBack(client, MessageKind.BINARY, filled(length));
            }
            for (int length : new int[] {LIMIT + 1, 10 * LIMIT}) {
                assertThatThrownBy(() -> client.send(filled(length))).isInstanceOf(MessageTooLongException.class)
                        .hasMessageContainingAll(length + " bytes", "limit of " + LIMIT);
            }
            assertThatThrownBy(() -> client.send("\ud83d")).isInstanceOf(UsageException.class);
            comesBack(client, MessageKind.TEXT, "\ud83d\ude00".getBytes(StandardCharsets.UTF_8));
            assertThat(client.receive(Duration.ZERO)).isNull();
        }
    }

    private static void comesBack(ShmoozeClient client, MessageKind kind, byte[] bytes) {
        client.send(kind, ByteBuffer.wrap(bytes));
        Message message = client.receive(Duration.ofSeconds(60));
        assertThat(message.kind()).isEqualTo(kind);
        assertThat(message.toByteArray()).isEqualTo(bytes);
        assertThat(message.redelivered()).isFalse();
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return bytes;
    }

    @Test
    void shouldPassLinesThroughBothProgramsUnchangedOrLeaveThemOut() throws IOException {
        Path input = Files.write(programs.file("input"), lines(true));
        Path atServer = programs.file("at-server");
        Path atClient = programs.file("at-client");
        Program server = programs.server("--exit-when-alone", "t").from(input).to(atServer).start();
        Program client = programs.client("--max-message-length", String.valueOf(LIMIT), "t").to(atClient).start();
        Patience.until(() -> Arrays.equals(Files.readAllBytes(atClient), lines(false)));
        Program second = programs.client("--max-message-length", String.valueOf(LIMIT), "t").from(input)
                .to(programs.file("at-second")).start();
        second.awaitExit(1);
        client.endInput();
        client.awaitExit(0);
        server.awaitExit(1);
        assertThat(Files.readAllBytes(atServer)).isEqualTo(lines(false));
        String tooLong = (LIMIT + 1) + " bytes";
        assertThat(second.errors()).contains("shmooze-client: Line ", " was left out: it has " + tooLong, "" + LIMIT);
        assertThat(server.errors()).contains("shmooze-server: Not sent to ", tooLong, "" + LIMIT);
    }

    /** Each odd payload as a line, optionally a line over the limit, and a line of exactly the limit. */
    private static byte[] lines(boolean withTooLong) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (String odd : ODD) {
            lines.write((odd + "\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        lines.write(((withTooLong ? "x".repeat(LIMIT + 1) + "\n" : "") + "y".repeat(LIMIT) + "\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        return lines.toByteArray();
    }
}
