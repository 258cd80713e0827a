// SPDX-License-Identifier: Apache-2.0
package io.shmooze.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.MessageKind;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.testing.Patience;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** A member of a room, which remembers all it hears, and may stop listening. */
final class Member implements AutoCloseable {
    private final ShmoozeClient client;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Semaphore listening = new Semaphore(1);

    Member(Path directory, String name) {
        client = ShmoozeClient.builder(Machine.CHANNEL).directory(directory).name(name)
                .connectTimeout(Duration.ofSeconds(60)).onMessage((session, message) -> {
                    listening.acquireUninterruptibly();
                    listening.release();
                    heard.add(message.text());
                }).connect();
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
        return heard;
    }

    /** What people have said, without what the room says. */
    List<String> lines() {
        return heard.stream().filter(text -> !text.startsWith("* ")).toList();
    }

    /** The first word of the room, which gives the name. */
    String awaitFirst() {
        Patience.until(() -> !heard.isEmpty());
        return heard.get(0);
    }

    void awaitHeard(String... texts) {
        Patience.await().untilAsserted(() -> assertThat(heard).contains(texts));
    }

    void awaitLines(int count) {
        Patience.await().atMost(Duration.ofMinutes(5)).until(() -> lines().size() >= count);
    }

    @Override
    public void close() {
        client.close();
    }
}
