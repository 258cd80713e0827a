// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.MessageKind;
import io.shmooze.file.FileExchange;
import io.shmooze.file.FileFolder;
import io.shmooze.file.FileTransfer;
import io.shmooze.testing.Patience;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** A peer that sends files step by step, as PROTOCOL.md describes them, to an exchange that accepts all of them. */
final class ScriptedSender {
    static final int OFFER = 1;
    private static final int BEGIN = 2;
    private static final int END = 4;
    private static final int WANT = 6;
    private static final byte[] SHA_256_OF_NOTHING = HexFormat.of().parseHex(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    final FakeSession session = new FakeSession(12, "alice");
    private final FileExchange exchange;

    ScriptedSender(Path folder) {
        this(new FileTransfers(new FakeScreen(), new Shutdown(), false, FileFolder.of(folder)).exchange());
    }

    ScriptedSender(FileExchange exchange) {
        this.exchange = exchange;
    }

    /** Offers a file, and begins it when it is wanted. */
    void begin(long id, String name, long size) {
        say(OFFER, id, size, name.getBytes(StandardCharsets.UTF_8));
        awaitWanted(id);
        say(BEGIN, id, 0, SHA_256_OF_NOTHING);
    }

    /** Sends an empty file to its end, when it is wanted. */
    void finishEmpty(long id) {
        awaitWanted(id);
        say(BEGIN, id, 0, SHA_256_OF_NOTHING);
        say(END, id, 0, SHA_256_OF_NOTHING);
    }

    /** Waits for a WANT with this transfer; an id below 128 is one letter of the text that the session records. */
    void awaitWanted(long id) {
        String wanted = (char) WANT + "\0".repeat(7) + (char) id;
        Patience.until(() -> session.sent.stream().anyMatch(message -> message.startsWith(wanted)));
    }

    void say(int type, long id, long position, byte[] rest) {
        byte[] bytes = ByteBuffer.allocate(24 + rest.length).order(ByteOrder.LITTLE_ENDIAN).putLong(type).putLong(id)
                .putLong(position).put(rest).array();
        exchange.onMessage(session, new FakeMessage(session.peer(), MessageKind.FILE, bytes));
    }

    List<FileTransfer> transfers() {
        return exchange.transfers();
    }
}
