// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.qt.QtSystemSemaphore.Mode;
import io.shmooze.qt.QtSystemSemaphore.Undo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One end of a mailbox, step by step, like a classic program that opens its semaphores. */
final class ClassicPeer implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final QtSystemSemaphore incoming;
    private final QtSystemSemaphore outgoing;
    private final QtSharedMemory memory;

    private ClassicPeer(QtPair pair, QtEnd end) {
        incoming = QtSystemSemaphore.open(pair.incoming(end), 0, Mode.OPEN, Undo.NEVER);
        outgoing = QtSystemSemaphore.open(pair.outgoing(end), 0, Mode.OPEN, Undo.NEVER);
        memory = new QtSharedMemory(pair.segment());
    }

    static ClassicPeer server(QtPair pair) {
        ClassicPeer server = new ClassicPeer(pair, QtEnd.SERVER);
        server.memory.create(1024);
        return server;
    }

    static ClassicPeer client(QtPair pair) {
        ClassicPeer client = new ClassicPeer(pair, QtEnd.CLIENT);
        client.memory.attach(QtSharedMemory.Access.READ_WRITE);
        return client;
    }

    /** Waits for a wake-up, and takes the message out of the mailbox. */
    String receive() {
        awaitWakeUp();
        return locked(true);
    }

    void awaitWakeUp() {
        incoming.acquire(LONG);
    }

    /** The message in the mailbox, which stays there. */
    String mailbox() {
        return locked(false);
    }

    private String locked(boolean clear) {
        memory.lock(LONG);
        MailboxMemory mailbox = new MailboxMemory(memory.attached().view());
        byte[] message = mailbox.read();
        if (clear) {
            mailbox.clear();
        }
        memory.unlock();
        return new String(message, StandardCharsets.UTF_8);
    }

    /** Writes over anything that is there, and wakes nobody. */
    void write(String text) {
        memory.lock(LONG);
        memory.attached().view().put(0, text.getBytes(StandardCharsets.UTF_8));
        memory.unlock();
    }

    void send(String text) {
        write(text);
        outgoing.release(1);
    }

    /** How many wake-ups have come and were not taken. */
    int wakeUps() {
        return incoming.value();
    }

    @Override
    public void close() {
        incoming.close();
        outgoing.close();
        memory.detach();
    }
}
