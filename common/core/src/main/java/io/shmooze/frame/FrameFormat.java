// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import io.shmooze.UsageException;

/**
 * The layout of a frame's bytes: rows from top to bottom, pixels from left to right, without gaps.
 *
 * @param width pixels in a row, at least 1
 * @param height rows, at least 1
 * @param bitsPerPixel a multiple of 8, from 8 to 128; this project's programs know 8 (grey), 16 (grey, the low byte
 *     first), 24 (blue, green, red) and 32 (blue, green, red, alpha, not premultiplied)
 */
public record FrameFormat(int width, int height, int bitsPerPixel) {
    /** The longest frame that any setting allows, bytes. */
    public static final int MAX_LENGTH = 1 << 30;
    /** The longest frame by default, bytes: 2,048 x 4,096 pixels of 32 bits. */
    public static final int DEFAULT_MAX_LENGTH = 2048 * 4096 * 4;

    private static final int MAX_BITS = 128;

    /**
     * Checks the numbers.
     *
     * @throws UsageException if one is out of range, or the frame is longer than {@link #MAX_LENGTH}
     */
    public FrameFormat {
        if (!isSound(width, height, bitsPerPixel)) {
            throw new UsageException("A frame of " + text(width, height, bitsPerPixel) + " is not possible: take at "
                    + "least 1 x 1 pixels, a multiple of 8 bits up to " + MAX_BITS + ", and at most " + MAX_LENGTH
                    + " bytes");
        }
    }

    /**
     * The length of such a frame.
     *
     * @return bytes
     */
    public int length() {
        return width * height * (bitsPerPixel / Byte.SIZE);
    }

    static boolean isSound(int width, int height, int bits) {
        return width > 0 && height > 0 && bits > 0 && bits <= MAX_BITS && bits % Byte.SIZE == 0
                && (long) width * height <= MAX_LENGTH / (bits / Byte.SIZE);
    }

    static String text(int width, int height, int bits) {
        return width + " x " + height + " pixels of " + bits + " bits";
    }

    @Override
    public String toString() {
        return text(width, height, bitsPerPixel);
    }
}
