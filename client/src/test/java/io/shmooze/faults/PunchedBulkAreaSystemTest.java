// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fault 35 of RELIABILITY.md's table. A peer takes memory out of the middle of the file while messages lie there. The
 * kernel gives zeros in its place, or SIGBUS if there is no memory left.
 */
@Timeout(120)
class PunchedBulkAreaSystemTest {
    private static final String BULK = Targets.COMPILED + " -Dtarget.spaces=1000";
    private static final String MOUNT = "mount -t tmpfs -o size=256k,mode=700 tmpfs '%s' && exec \"$@\"";
    private static final String GONE = "A page of the segment is missing: the peer has truncated the "
            + "file, or has taken memory out of it and there is no other left";
    private static final int LENGTH = 1000;

    @RegisterExtension
    final Programs programs = new Programs();

    @BeforeEach
    void requireTheCommand() {
        Tools.require("fallocate", "memory that is taken out of the middle of a segment");
    }

    @Test
    void shouldReadZerosWhereAMessageWas() throws Exception {
        Program target = Targets.start(programs, "server", BULK);
        try (RawPeer peer = RawClient.attachWithBulk(programs.directory(), "puncher")) {
            send(peer, 7);
            target.awaitOutput("got puncher " + LENGTH + " 7\n");
            // Until it is woken, it does not look.
            Patience.until(peer::isPeerAsleep);
            peer.writeBulk(RawLane.BINARY, message(7));
            peer.punchBulk(peer.bulkOut);
            peer.ringIfNeeded();
            target.awaitOutput("got puncher " + LENGTH + " 0\n");
            send(peer, 8);
            target.awaitOutput("got puncher " + LENGTH + " 8\n");
        }
        leave(target);
    }

    @Test
    void shouldGoOnWritingWhereItsMessagesWere() throws Exception {
        Program target = Targets.start(programs, "server", BULK);
        try (RawPeer peer = RawClient.attachWithBulk(programs.directory(), "puncher")) {
            target.awaitOutput("attached puncher");
            target.feed("send puncher\n");
            Patience.until(peer::isPeerFull);
            peer.punchBulk(peer.bulkIn);
            for (int i = 0; i < 100; i++) {
                String text = read(peer);
                // What lay there when the memory was taken is gone, and nothing else.
                assertThat(text).isEqualTo(i < 8 && text.isBlank() ? text : "unasked" + " ".repeat(1000));
                assertThat(text).hasSize(1007);
            }
        }
        leave(target);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFailTheSessionIfThereIsNoOtherMemory(boolean reading) throws Exception {
        SystemRequirements.requireRoot("a full file system");
        Files.createDirectory(programs.directory());
        Program target = Targets.prepare(programs, "server", BULK)
                .by("unshare", "-m", "sh", "-c", String.format(MOUNT, programs.directory()), "sh").start();
        target.awaitOutput("ready");
        Path directory = Path.of("/proc/" + target.pid() + "/root" + programs.directory());
        Path filling = directory.resolve("filling");
        try (RawPeer peer = RawClient.attachWithBulk(directory, "puncher")) {
            target.awaitOutput("attached puncher");
            if (reading) {
                Patience.until(peer::isPeerAsleep);
                peer.writeBulk(RawLane.BINARY, message(7));
                peer.punchBulk(peer.bulkOut);
                fill(filling);
                peer.ringIfNeeded();
            } else {
                target.feed("send puncher\n");
                Patience.until(peer::isPeerFull);
                peer.punchBulk(peer.bulkIn);
                fill(filling);
                while (peer.in.read() != null) {
                    peer.in.acknowledge(peer.in.position());
                }
                peer.ringUnheard();
            }
            assertThat(Targets.ending(target, "puncher")).isEqualTo("detached puncher FAILED " + GONE);
        }
        Files.delete(filling);
        try (RawPeer next = RawClient.attachWithBulk(directory, "next")) {
            send(next, 9);
            target.awaitOutput("got next " + LENGTH + " 9\n");
        }
        leave(target);
    }

    private static void send(RawPeer peer, int value) throws IOException {
        peer.writeBulk(RawLane.BINARY, message(value));
        peer.ringIfNeeded();
    }

    private static byte[] message(int value) {
        byte[] message = new byte[LENGTH];
        Arrays.fill(message, (byte) value);
        return message;
    }

    /** The text of the next message, which is one block. */
    private static String read(RawPeer peer) throws IOException {
        byte[][] frame = new byte[1][];
        // Padding has no payload.
        Patience.until(() -> (frame[0] = peer.in.read()) != null && frame[0].length > 0);
        ByteBuffer reference = ByteBuffer.wrap(frame[0]).order(ByteOrder.LITTLE_ENDIAN);
        byte[] text = new byte[(int) reference.getLong(8)];
        peer.bulkIn.get((int) (reference.getLong(0) % peer.bulkIn.capacity()), text);
        peer.in.acknowledge(peer.in.position());
        peer.ringUnheard();
        return new String(text, StandardCharsets.ISO_8859_1).replace('\0', ' ');
    }

    private static void fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
        }
    }

    private void leave(Program target) {
        target.feed("close\n");
        target.awaitExit(0);
        assertThat(target.errors()).doesNotContain("SIGBUS");
    }
}
