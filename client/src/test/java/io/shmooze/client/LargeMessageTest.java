// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Seed;
import io.shmooze.testing.Task;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class LargeMessageTest {
    private static final long SEED = Seed.of(LargeMessageTest.class);
    private static final int LENGTH = 5 * 1024 * 1024;

    @RegisterExtension
    final Sessions sessions = new Sessions();

    @Test
    void shouldPassFiveMebibytesBothWaysThroughOneKilobyte() throws Exception {
        Inbox atServer = new Inbox();
        Inbox atClient = new Inbox();
        SessionRecorder recorder = new SessionRecorder();
        sessions.start(sessions.server().onMessage(atServer).sessionListener(recorder));
        ShmoozeClient client = sessions.connect(sessions.client().onMessage(atClient));
        String up = randomText(SEED);
        String down = randomText(SEED + 1);

        Task<Void> server = Task.run(() -> recorder.awaitAttached(1).send(down));
        client.send(up);
        server.result();
        // Compared without AssertJ, which would print them.
        assertThat(atServer.await(1).texts().get(0).equals(up)).as("seed %d", SEED).isTrue();
        assertThat(atClient.await(1).texts().get(0).equals(down)).as("seed %d", SEED).isTrue();
    }

    /** Each character has one to four bytes. */
    private static String randomText(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(LENGTH);
        int length = 0;
        while (length < LENGTH) {
            int character = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(0x80);
                case 1 -> 0x80 + random.nextInt(0x780);
                case 2 -> 0x800 + random.nextInt(0xD000);
                default -> 0x10000 + random.nextInt(0x100000);
            };
            text.appendCodePoint(character);
            length += Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
        }
        return text.toString();
    }
}
