// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * A message that can be identified and checked: stream, number, checksum, then bytes that follow from the first two. A
 * message shorter than that has only such bytes; its sender sends it between two messages that tell their numbers.
 */
record ChecksummedPayload(int stream, int number, boolean intact, int length, long checksum) {
    static final int HEADER_LENGTH = 12;
    private static final int CHECKSUM_OFFSET = 8;
    private static final int LONG = 1 << 20;
    /** Longer than the largest bulk area: the first part's memory is used again for the last one. */
    private static final int LONGEST = 5 << 20;
    private static final int LONGEST_BLOCK = ArrivalCount.LARGEST_AREA / 2;

    static byte[] make(int stream, int number, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(((long) stream << 32) + number).nextBytes(bytes);
        if (length >= HEADER_LENGTH) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes).putInt(0, stream).putInt(4, number).putInt(CHECKSUM_OFFSET, 0);
            buffer.putInt(CHECKSUM_OFFSET, (int) checksum(bytes));
        }
        return bytes;
    }

    static long checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    /** Changes the bytes. */
    static ChecksummedPayload of(byte[] bytes) {
        long checksum = checksum(bytes);
        if (bytes.length < HEADER_LENGTH) {
            return new ChecksummedPayload(0, 0, true, bytes.length, checksum);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int expected = buffer.getInt(CHECKSUM_OFFSET);
        buffer.putInt(CHECKSUM_OFFSET, 0);
        boolean intact = (int) checksum(bytes) == expected;
        return new ChecksummedPayload(buffer.getInt(0), buffer.getInt(4), intact, bytes.length, checksum);
    }

    /** Returns mostly small lengths; one in a thousand is of a message that goes in parts through any bulk area. */
    static int drawLength(Random random) {
        int dice = random.nextInt(1000);
        if (dice == 999) {
            int most = random.nextInt(4) == 0 ? LONGEST - LONGEST_BLOCK : LONG / 2;
            return LONGEST_BLOCK + 1 + random.nextInt(most);
        }
        int bound = dice < 900 ? 256 : dice < 980 ? 8 << 10 : dice < 997 ? 128 << 10 : LONG;
        return dice == 998 && random.nextInt(4) == 0 ? LONG : HEADER_LENGTH + random.nextInt(bound - HEADER_LENGTH);
    }
}
