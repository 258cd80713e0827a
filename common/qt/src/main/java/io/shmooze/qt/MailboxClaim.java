// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.Claim;
import io.shmooze.MessageKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A buffer that is sent as a whole: the mailbox itself may be taken while the application writes. */
final class MailboxClaim implements Claim {
    private final QtMailbox mailbox;
    private final MessageKind kind;
    private final Thread owner = Thread.currentThread();
    private ByteBuffer buffer;

    MailboxClaim(QtMailbox mailbox, MessageKind kind, int length) {
        this.mailbox = mailbox;
        this.kind = kind;
        this.buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public ByteBuffer buffer() {
        return buffer;
    }

    @Override
    public void commit() {
        if (buffer == null || Thread.currentThread() != owner) {
            throw new IllegalStateException("The claim was committed or closed before, or is another thread's");
        }
        ByteBuffer message = buffer.clear();
        buffer = null;
        mailbox.send(kind, message);
    }

    @Override
    public void close() {
        buffer = null;
    }
}
