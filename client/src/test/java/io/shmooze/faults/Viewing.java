// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import io.shmooze.Message;
import io.shmooze.Session;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * A program that embeds a server, or clients that come one after the other. It reads each message in one of the ways
 * that {@link Message} has.
 */
public final class Viewing {
    static final String CHANNEL = "t";
    private static final int SEGMENT_SIZE = 16 << 20;
    /** One goes through the lane, one through the bulk area. */
    private static final List<String> TEXTS = List.of("short", "long ".repeat(40_000));
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Queue<ByteBuffer> KEPT = new ConcurrentLinkedQueue<>();

    enum Way {
        TEXT, COPY, BYTES, BUFFER, KEPT_BUFFER
    }

    /** What ends a session. */
    enum Ending {
        CLIENT_CLOSES, SERVER_CLOSES, CLIENT_IS_KILLED
    }

    private Viewing() {
    }

    /**
     * A server runs until the end of its input, clients until all have left.
     *
     * @param arguments server or clients; the directory; the way; the ending; of clients how many there are, and how
     *     many messages each gets from the server
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[1]);
        Way way = Way.valueOf(arguments[2]);
        Ending ending = Ending.valueOf(arguments[3]);
        if (arguments[0].equals("server")) {
            serve(directory, way, ending);
            return;
        }
        List<ShmoozeClient> open = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[4]); i++) {
            open.add(visit(directory, way, ending, Integer.parseInt(arguments[5])));
        }
        System.out.println("visited " + open.size());
        if (ending == Ending.CLIENT_IS_KILLED) {
            System.in.read();
        }
    }

    private static void serve(Path directory, Way way, Ending ending) throws Exception {
        try (ShmoozeServer server = ShmoozeServer.builder(CHANNEL).directory(directory).segmentSize(SEGMENT_SIZE)
                .onMessage((session, message) -> answer(session, read(message, way), ending)).start()) {
            System.out.println("serving " + server.channel());
            while (System.in.read() >= 0) {
                KEPT.forEach(Viewing::lookLate);
                System.out.println("looked at " + KEPT.size());
            }
        }
    }

    private static void lookLate(ByteBuffer view) {
        try {
            byte[] bytes = new byte[view.remaining()];
            view.get(0, bytes);
            for (byte found : bytes) {
                if (found != 0) {
                    throw new AssertionError("The memory was not given back");
                }
            }
        } catch (IllegalStateException e) {
            // On JDKs from 22 on.
            return;
        }
    }

    private static void answer(Session session, String text, Ending ending) {
        session.send(text);
        if (ending == Ending.SERVER_CLOSES && text.equals(TEXTS.get(TEXTS.size() - 1))) {
            new Thread(() -> {
                session.flush(LONG);
                session.close();
            }, "closer").start();
        }
    }

    private static ShmoozeClient visit(Path directory, Way way, Ending ending, int answers) throws Exception {
        CountDownLatch answered = new CountDownLatch(answers);
        CountDownLatch left = new CountDownLatch(1);
        ShmoozeClient client = ShmoozeClient.builder(CHANNEL).directory(directory).reconnectTimeout(Duration.ZERO)
                .onDetached((session, detachment) -> left.countDown())
                .onMessage((session, message) -> {
                    read(message, way);
                    answered.countDown();
                }).connect();
        TEXTS.forEach(client::send);
        answered.await();
        if (ending == Ending.CLIENT_CLOSES) {
            client.flush(LONG);
        }
        if (ending == Ending.SERVER_CLOSES) {
            left.await();
        }
        if (ending != Ending.CLIENT_IS_KILLED) {
            client.close();
            left.await();
        }
        return client;
    }

    private static String read(Message message, Way way) {
        return switch (way) {
            case TEXT -> message.text();
            case COPY -> {
                ByteBuffer copy = ByteBuffer.allocate(message.length());
                message.copyTo(copy);
                yield text(copy.flip());
            }
            case BYTES -> message.bytes().toString();
            case BUFFER -> text(message.buffer());
            case KEPT_BUFFER -> {
                ByteBuffer view = message.buffer();
                KEPT.add(view);
                yield text(view.duplicate());
            }
        };
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }
}
