// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.nio.ByteBuffer;

/**
 * The bytes of a mailbox, which is the whole segment: one message, padded with zeros; all zeros when it is clear. To be
 * used by the holder of the segment's lock. The lock's system calls order what the processes read and write.
 */
final class MailboxMemory {
    private final ByteBuffer view;

    MailboxMemory(ByteBuffer view) {
        this.view = view;
    }

    /** The length of the longest message. */
    int capacity() {
        return view.capacity();
    }

    boolean isClear() {
        int at = 0;
        for (; at + Long.BYTES <= view.capacity(); at += Long.BYTES) {
            if (view.getLong(at) != 0) {
                return false;
            }
        }
        while (at < view.capacity() && view.get(at) == 0) {
            at++;
        }
        return at == view.capacity();
    }

    /** The message without its padding. */
    byte[] read() {
        int end = view.capacity();
        while (end >= Long.BYTES && view.getLong(end - Long.BYTES) == 0) {
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
        int at = 0;
        for (; at + Long.BYTES <= view.capacity(); at += Long.BYTES) {
            view.putLong(at, 0);
        }
        for (; at < view.capacity(); at++) {
            view.put(at, (byte) 0);
        }
    }
}
