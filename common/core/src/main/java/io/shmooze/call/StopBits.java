// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

/**
 * Stop-bit numbers of up to 8 bytes as one word, little-endian: 7 bits in each byte, and the highest bit of all bytes
 * but the last is set. Moves all groups of 7 bits at once, in three steps, as H. S. Warren's "Hacker's Delight" (2nd
 * edition, 7-4 and 7-5) compresses and expands bits.
 */
final class StopBits {
    /** The greatest number of one byte. */
    static final long MAX_ONE = 0x7F;
    /** The greatest number of 8 bytes. */
    static final long MAX_WORD = (1L << 56) - 1;

    private static final long STOPS = 0x8080808080808080L;

    private StopBits() {
    }

    /** How many bytes a number from 1 to MAX_WORD takes. */
    static int length(long value) {
        return (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7;
    }

    /** The bytes of a number from 1 to MAX_WORD; those behind its end are 0. */
    static long spread(long value) {
        long x = value & 0x0FFFFFFFL | (value & 0x00FFFFFFF0000000L) << 4;
        x = x & 0x00003FFF00003FFFL | (x & 0x0FFFC0000FFFC000L) << 2;
        x = x & 0x007F007F007F007FL | (x & 0x3F803F803F803F80L) << 1;
        return x | STOPS & (1L << (length(value) - 1) * Byte.SIZE) - 1;
    }

    /**
     * Writes any number. A negative one is its complement, all of whose bytes go on, and a byte 0.
     *
     * @return where it ends
     */
    static int write(long value, byte[] bytes, int from) {
        long left = value < 0 ? ~value : value;
        int at = from;
        for (; value < 0 ? left != 0 || at == from : left > MAX_ONE; left >>>= 7) {
            bytes[at++] = (byte) (left | ~MAX_ONE);
        }
        bytes[at++] = (byte) (value < 0 ? 0 : left);
        return at;
    }

    /** How many bytes the number takes with which the word begins; 0 if it is negative, or goes on behind the word. */
    static int lengthIn(long word) {
        long stops = ~word & STOPS;
        int length = Long.numberOfTrailingZeros(stops) + 1 >> 3;
        boolean positive = length == 1 || stops != 0 && (word >>> (length - 1) * Byte.SIZE & 0xFF) != 0;
        return positive ? length : 0;
    }

    /** The number with which the word begins. */
    static long gather(long word, int length) {
        long x = word & ~STOPS & -1L >>> Long.SIZE - length * Byte.SIZE;
        x = x & 0x007F007F007F007FL | (x & 0x7F007F007F007F00L) >>> 1;
        x = x & 0x00003FFF00003FFFL | (x & 0x3FFF00003FFF0000L) >>> 2;
        return x & 0x0FFFFFFFL | (x & 0x0FFFFFFF00000000L) >>> 4;
    }
}
