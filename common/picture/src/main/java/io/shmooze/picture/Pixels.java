// SPDX-License-Identifier: Apache-2.0
package io.shmooze.picture;

import io.shmooze.ProtocolException;
import io.shmooze.frame.Frame;
import io.shmooze.frame.FrameFormat;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Converts pictures to the bytes of frames and back; {@link FrameFormat#bitsPerPixel} names the layouts. */
public final class Pixels {
    private static final int GREY = 8;
    private static final int DEEP_GREY = 16;
    private static final int COLOUR = 24;
    private static final int WITH_ALPHA = 32;

    private Pixels() {
    }

    /**
     * The format in which a picture is stored, without loss if possible.
     *
     * @param image of any type
     * @return its size, and the bits of a pixel
     */
    public static FrameFormat format(BufferedImage image) {
        return new FrameFormat(image.getWidth(), image.getHeight(), bits(image));
    }

    private static int bits(BufferedImage image) {
        return switch (image.getType()) {
            case BufferedImage.TYPE_BYTE_GRAY -> GREY;
            case BufferedImage.TYPE_USHORT_GRAY -> DEEP_GREY;
            default -> image.getColorModel().hasAlpha() ? WITH_ALPHA : COLOUR;
        };
    }

    /**
     * Stores a picture.
     *
     * @param image of any type
     * @param target as long as its {@link #format} says; position and limit stay
     */
    public static void write(BufferedImage image, ByteBuffer target) {
        ByteBuffer out = target.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        Raster raster = image.getRaster();
        int[] row = new int[image.getWidth()];
        boolean grey = bits(image) < COLOUR;
        for (int y = 0; y < image.getHeight(); y++) {
            if (grey) {
                raster.getSamples(0, y, row.length, 1, 0, row);
            } else {
                colours(image, y, row);
            }
            put(row, bits(image), out);
        }
    }

    private static void colours(BufferedImage image, int y, int[] row) {
        Raster raster = image.getRaster();
        boolean greyAndAlpha = raster.getNumBands() == 2 && raster.getTransferType() == DataBuffer.TYPE_BYTE;
        if (!greyAndAlpha) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            return;
        }
        // Java's conversion to a colour would brighten it, because Java takes the grey for linear.
        int[] samples = raster.getPixels(0, y, row.length, 1, (int[]) null);
        for (int x = 0; x < row.length; x++) {
            row[x] = samples[2 * x + 1] << 24 | samples[2 * x] * 0x01_01_01;
        }
    }

    private static void put(int[] row, int bits, ByteBuffer out) {
        if (bits == WITH_ALPHA) {
            out.asIntBuffer().put(row);
            out.position(out.position() + row.length * Integer.BYTES);
            return;
        }
        byte[] bytes = new byte[row.length * bits / Byte.SIZE];
        int at = 0;
        for (int pixel : row) {
            for (int shift = 0; shift < bits; shift += Byte.SIZE) {
                bytes[at++] = (byte) (pixel >> shift);
            }
        }
        out.put(bytes);
    }

    /**
     * Loads a picture.
     *
     * @param frame open
     * @return an image of its own
     * @throws ProtocolException if the frame has no layout of a picture, or was written to meanwhile
     */
    public static BufferedImage read(Frame frame) {
        return read(frame, null);
    }

    /**
     * Loads a picture, if possible into an image that the caller no longer needs.
     *
     * @param frame open
     * @param used an image of an earlier call; null for none
     * @return that image if its size and type fit, else a new one
     * @throws ProtocolException if the frame has no layout of a picture, or was written to meanwhile
     */
    public static BufferedImage read(Frame frame, BufferedImage used) {
        FrameFormat format = frame.format();
        int type = type(frame);
        boolean fits = used != null && used.getType() == type && used.getWidth() == format.width()
                && used.getHeight() == format.height();
        BufferedImage image = fits ? used : new BufferedImage(format.width(), format.height(), type);
        copy(frame.pixels(), image.getRaster().getDataBuffer());
        if (!frame.isIntact()) {
            throw new ProtocolException("Frame " + frame.number() + " was written to while it was read");
        }
        return image;
    }

    private static int type(Frame frame) {
        return switch (frame.format().bitsPerPixel()) {
            case GREY -> BufferedImage.TYPE_BYTE_GRAY;
            case DEEP_GREY -> BufferedImage.TYPE_USHORT_GRAY;
            case COLOUR -> BufferedImage.TYPE_3BYTE_BGR;
            case WITH_ALPHA -> BufferedImage.TYPE_INT_ARGB;
            default -> throw new ProtocolException("Frame " + frame.number() + " of " + frame.format()
                    + " is not a picture: expected 8, 16, 24 or 32 bits");
        };
    }

    private static void copy(ByteBuffer pixels, DataBuffer image) {
        if (image instanceof DataBufferInt ints) {
            pixels.asIntBuffer().get(ints.getData());
        } else if (image instanceof DataBufferUShort shorts) {
            pixels.asShortBuffer().get(shorts.getData());
        } else {
            pixels.get(((DataBufferByte) image).getData());
        }
    }
}
