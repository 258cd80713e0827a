// SPDX-License-Identifier: Apache-2.0
package io.shmooze.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.MessageKind;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.testing.Patience;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A member of a room, which remembers all it hears, and may stop listening. */
final class Member implements AutoCloseable {
    private final ShmoozeClient client;
    /** Guarded by itself. */
    private final List<String> heard = new ArrayList<>();
    private final AtomicInteger lines = new AtomicInteger();
    private final Semaphore listening = new Semaphore(1);

    Member(Path directory, String name) {
        client = ShmoozeClient.builder(Machine.CHANNEL).directory(directory).name(name)
                .connectTimeout(Duration.ofSeconds(60)).onMessage((session, message) -> {
                    listening.acquireUninterruptibly();
                    listening.release();
                    hear(message.text());
                }).connect();
    }

    private void hear(String text) {
        synchronized (heard) {
            heard.add(text);
        }
        if (!isNotice(text)) {
            lines.incrementAndGet();
        }
    }

    private static boolean isNotice(String text) {
        return text.startsWith("* ");
    }

    void say(String text) {
        client.send(text);
    }

    void say(byte[] bytes) {
        client.send(MessageKind.BINARY, ByteBuffer.wrap(bytes));
    }

    /** Waits until everything said was passed on. */
    void flush() {
        client.flush(Duration.ofSeconds(120));
    }

    void stopListening() {
        listening.acquireUninterruptibly();
    }

    void listenAgain() {
        listening.release();
    }

    /** All messages. */
    List<String> heard() {
        synchronized (heard) {
            return List.copyOf(heard);
        }
    }

    /** What people have said, without what the room says. */
    List<String> lines() {
        return heard().stream().filter(text -> !isNotice(text)).toList();
    }

    /** The first word of the room, which gives the name. */
    String awaitFirst() {
        Patience.until(() -> !heard().isEmpty());
        return heard().get(0);
    }

    void awaitHeard(String... texts) {
        Patience.await().untilAsserted(() -> assertThat(heard()).contains(texts));
    }

    void awaitLines(int count) {
        Patience.await().atMost(Duration.ofMinutes(5)).until(() -> lines.get() >= count);
    }

    @Override
    public void close() {
        client.close();
    }
}
