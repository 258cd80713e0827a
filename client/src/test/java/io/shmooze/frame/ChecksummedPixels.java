// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Frames that show whether they are whole: the first word is a checksum of all others. */
final class ChecksummedPixels {
    private static final int WORD = Long.BYTES;

    private ChecksummedPixels() {
    }

    /** Pixels that differ with the seed. */
    static ByteBuffer filled(FrameFormat format, int seed) {
        ByteBuffer pixels = ByteBuffer.allocate(format.length());
        for (int i = 0; i < pixels.limit(); i++) {
            pixels.put(i, (byte) (seed * 31 + i * 7));
        }
        return pixels;
    }

    /** Writes a frame in place. Each word depends on the number, so a part of another frame is detected. */
    static void write(ByteBuffer pixels, long number) {
        for (int at = WORD; at + WORD <= pixels.limit(); at += WORD) {
            pixels.putLong(at, number * 0x9E3779B97F4A7C15L + at);
        }
        pixels.putLong(0, checksum(pixels));
    }

    static boolean isWhole(ByteBuffer pixels) {
        return pixels.getLong(0) == checksum(pixels);
    }

    private static long checksum(ByteBuffer pixels) {
        CRC32C sum = new CRC32C();
        sum.update(pixels.duplicate().position(WORD));
        return sum.getValue();
    }
}
