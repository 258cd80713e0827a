// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Checks the messages of one session when they arrive, without a journal: each byte, and that none is missing in its
 * stream. For runs in which nobody is killed.
 *
 * <p>Used by the session's thread.
 */
final class ArrivalCheck {
    private final ArrivalCount count;
    private final int segmentSize;
    /** The number of the next message of each stream; none of a stream of which nothing has arrived. */
    private final Map<Integer, Integer> next = new HashMap<>();
    private int bulkSize;
    private int main;

    /** Adds to a count that several sessions may share. */
    ArrivalCheck(ArrivalCount count, int segmentSize) {
        this.count = count;
        this.segmentSize = segmentSize;
    }

    /** From now on there are bulk areas of this length. */
    void attached(int size) {
        bulkSize = size;
    }

    /**
     * Checks the next message. One that is too short to tell its number is the next one of the stream that is not of
     * answers; if it is the first to arrive, nobody knows what is in it.
     *
     * @return what is wrong; null if it is what was sent
     */
    String check(byte[] bytes) {
        count.add(bytes.length, segmentSize, bulkSize);
        boolean tells = bytes.length >= ChecksummedPayload.HEADER_LENGTH;
        int stream = tells ? ByteBuffer.wrap(bytes).getInt(0) : main;
        if (!tells && !next.containsKey(stream)) {
            return null;
        }
        int number = tells ? ByteBuffer.wrap(bytes).getInt(4) : next.get(stream);
        int expected = next.getOrDefault(stream, number);
        int difference = Arrays.mismatch(bytes, ChecksummedPayload.make(stream, number, bytes.length));
        next.put(stream, number + 1);
        main = stream & ~1;
        return number == expected && difference < 0 ? null
                : "Message " + number + " of stream " + stream + ", " + bytes.length + " bytes, in the place of "
                + expected + (difference < 0 ? "" : ", is not as it was sent from byte " + difference);
    }
}
