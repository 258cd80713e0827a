// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.qt.QtSystemSemaphore.Mode;
import io.shmooze.qt.QtSystemSemaphore.Undo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The server's end of a mailbox step by step, as a classic program takes it that opens its semaphores. */
final class ClassicServer implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final QtSystemSemaphore incoming;
    private final QtSystemSemaphore outgoing;
    private final QtSharedMemory memory;

    ClassicServer(QtPair pair) {
        incoming = QtSystemSemaphore.open(pair.incoming(QtEnd.SERVER), 0, Mode.OPEN, Undo.NEVER);
        outgoing = QtSystemSemaphore.open(pair.outgoing(QtEnd.SERVER), 0, Mode.OPEN, Undo.NEVER);
        memory = new QtSharedMemory(pair.segment());
        memory.create(1024);
    }

    /** What is in the mailbox when the wake-up has come; clears it. */
    String receive() {
        incoming.acquire(LONG);
        memory.lock(LONG);
        MailboxMemory mailbox = new MailboxMemory(memory.attached().view());
        byte[] message = mailbox.read();
        mailbox.clear();
        memory.unlock();
        return new String(message, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        incoming.close();
        outgoing.close();
        memory.detach();
    }
}
