// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.ProtocolException;

/** What a message of the kind FILE says. Its number in the message is the ordinal and one. */
enum FileStep {
    /** From the sender: would you like this file? */
    OFFER(1, FileNames.MAX_LENGTH),
    /** From the sender: the bytes from there on follow, and these must be yours before it. */
    BEGIN(FileMessageDescriptor.DIGEST_LENGTH, FileMessageDescriptor.DIGEST_LENGTH),
    /** From the sender: the next bytes. */
    DATA(1, Integer.MAX_VALUE),
    /** From the sender: that was all. */
    END(FileMessageDescriptor.DIGEST_LENGTH, FileMessageDescriptor.DIGEST_LENGTH),
    /** From the sender: forget it. */
    WITHDRAW(0, FileMessageDescriptor.MAX_REASON_LENGTH),
    /** From the receiver: yes, from this position on. */
    WANT(0, 0),
    /** From the receiver: it is here, whole. */
    DONE(0, 0),
    /** From the receiver: no, or no more. */
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

    /** The step of this number, if that many bytes can follow the header. */
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

    /** Whether the sender of the file says it. */
    boolean isSenders() {
        return compareTo(WITHDRAW) <= 0;
    }
}
