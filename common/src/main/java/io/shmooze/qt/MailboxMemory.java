// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.nio.ByteBuffer;

/**
 * The 1,024 bytes of a mailbox: one message, padded with zeros; all zeros when it is clear. To be used by the holder of
 * the segment's lock. The lock's system calls order what the processes read and write.
 */
final class MailboxMemory {
    static final int LENGTH = 1024;

    private final ByteBuffer view;

    MailboxMemory(ByteBuffer view) {
        this.view = view;
    }

    boolean isClear() {
        for (int i = 0; i < LENGTH; i += Long.BYTES) {
            if (view.getLong(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The message without its padding. */
    byte[] read() {
        int end = LENGTH;
        while (end > 0 && view.getLong(end - Long.BYTES) == 0) {
            end -= Long.BYTES;
        }
        while (end > 0 && view.get(end - 1) == 0) {
            end--;
        }
        byte[] bytes = new byte[end];
        view.get(0, bytes);
        return bytes;
    }

    /** Into a clear mailbox. */
    void write(byte[] message) {
        view.put(0, message);
    }

    void clear() {
        for (int i = 0; i < LENGTH; i += Long.BYTES) {
            view.putLong(i, 0);
        }
    }
}
