// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.ProtocolException;

/** The types of a message of the kind FILE. The number in the message is the ordinal plus one. */
enum FileStep {
    /** From the sender: offers a file. */
    OFFER(1, FileNames.MAX_LENGTH),
    /** From the sender: bytes from a position on follow; the receiver must have the bytes before it. */
    BEGIN(FileMessageDescriptor.DIGEST_LENGTH, FileMessageDescriptor.DIGEST_LENGTH),
    /** From the sender: the next bytes. */
    DATA(1, Integer.MAX_VALUE),
    /** From the sender: all bytes are sent. */
    END(FileMessageDescriptor.DIGEST_LENGTH, FileMessageDescriptor.DIGEST_LENGTH),
    /** From the sender: the offer or the transfer is cancelled. */
    WITHDRAW(0, FileMessageDescriptor.MAX_REASON_LENGTH),
    /** From the receiver: send the file from this position on. */
    WANT(0, 0),
    /** From the receiver: the whole file is here. */
    DONE(0, 0),
    /** From the receiver: the file is refused, or the transfer is cancelled. */
    REFUSE(0, FileMessageDescriptor.MAX_REASON_LENGTH);

    private static final FileStep[] ALL = values();

    private final int shortest;
    private final int longest;

    FileStep(int shortest, int longest) {
        this.shortest = shortest;
        this.longest = longest;
    }

    byte number() {
        return (byte) (ordinal() + 1);
    }

    /** The step of this number. Throws ProtocolException if there is none, or it cannot have that many bytes. */
    static FileStep of(int number, int bytes) {
        if (number < 1 || number > ALL.length) {
            throw new ProtocolException("A file message of the unknown type " + number);
        }
        FileStep step = ALL[number - 1];
        if (bytes < step.shortest || bytes > step.longest) {
            throw new ProtocolException("A file message " + step + " with " + bytes + " bytes, expected "
                    + step.shortest + " to " + step.longest);
        }
        return step;
    }

    /** Whether the sender of the file sends it. */
    boolean isSenders() {
        return compareTo(WITHDRAW) <= 0;
    }
}
