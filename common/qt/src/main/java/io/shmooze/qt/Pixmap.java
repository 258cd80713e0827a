// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.ProtocolException;
import io.shmooze.UsageException;
import io.shmooze.frame.FrameFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * The bytes that {@code QDataStream << QPixmap} or {@code << QImage} writes: a big-endian 32-bit 1 and a PNG, or 0 for
 * no picture. Bytes behind that have no meaning.
 */
final class Pixmap {
    /** As many bytes as tell whether it is a picture. */
    static final int HEAD_LENGTH = 12;

    private static final int NOTHING = 0;
    private static final byte[] PICTURE = HexFormat.of().parseHex("0000000189504e470d0a1a0a");
    /** Of width and height, in the PNG's first chunk. */
    private static final int SIZE_OFFSET = 20;
    private static final int MAX_PIXELS = FrameFormat.MAX_LENGTH / Integer.BYTES;

    private Pixmap() {
    }

    /**
     * Writes a picture.
     *
     * @throws UsageException if PNG cannot hold it
     */
    static byte[] encode(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(PICTURE, 0, Integer.BYTES);
        // ImageIO would use a temporary file.
        try (ImageOutputStream png = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", png)) {
                throw new UsageException("A picture of this kind cannot be written as PNG: " + image.getColorModel());
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot write to memory", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Whether there is a picture, by its first bytes.
     *
     * @param head of {@link #HEAD_LENGTH} bytes, or fewer if there are no more
     * @param length of everything there, for people
     * @param name for people
     * @return false if there is none yet
     * @throws ProtocolException if it is something else; it says what
     */
    static boolean isPicture(byte[] head, long length, QtName name) {
        if (isPicture(head)) {
            return true;
        }
        if (head.length >= Integer.BYTES && ByteBuffer.wrap(head).getInt() == NOTHING) {
            return false;
        }
        throw new ProtocolException("There is no Qt picture in " + name + ", which has " + length
                + " bytes: they begin with " + HexFormat.of().formatHex(head) + ", expected "
                + HexFormat.of().formatHex(PICTURE));
    }

    /** Whether a picture begins like this. */
    static boolean isPicture(byte[] head) {
        return Arrays.equals(head, PICTURE);
    }

    /**
     * Reads a picture whose beginning has been checked already.
     *
     * @throws ProtocolException if it is damaged
     */
    static BufferedImage decode(byte[] bytes, QtName name) {
        int start = Integer.BYTES;
        try {
            checkSize(bytes);
            return ImageIO.read(new MemoryCacheImageInputStream(
                    new ByteArrayInputStream(bytes, start, bytes.length - start)));
        } catch (IOException | RuntimeException e) {
            throw new ProtocolException("The picture in " + name + ", which has " + bytes.length
                    + " bytes, is damaged: " + e.getMessage(), e);
        }
    }

    /** Before memory is taken for it. */
    private static void checkSize(byte[] bytes) throws IOException {
        if (bytes.length < SIZE_OFFSET + 2 * Integer.BYTES) {
            throw new IOException("it ends before its size");
        }
        int width = ByteBuffer.wrap(bytes).getInt(SIZE_OFFSET);
        int height = ByteBuffer.wrap(bytes).getInt(SIZE_OFFSET + Integer.BYTES);
        if (width < 1 || height < 1 || (long) width * height > MAX_PIXELS) {
            throw new IOException("it claims to have " + Integer.toUnsignedString(width) + " x "
                    + Integer.toUnsignedString(height) + " pixels");
        }
    }
}
