// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;

/** Pictures that go to Qt and back. */
final class TestPictures {
    private TestPictures() {
    }

    /** A picture that no compression makes smaller. */
    static BufferedImage noise(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Random random = new Random(width);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt() | (type == BufferedImage.TYPE_INT_ARGB ? x % 2 << 31 : 0));
            }
        }
        return image;
    }

    static void assertSame(BufferedImage expected, BufferedImage found, boolean grey) {
        assertThat(found.getWidth()).isEqualTo(expected.getWidth());
        assertThat(found.getHeight()).isEqualTo(expected.getHeight());
        assertThat(found.getColorModel().hasAlpha()).isEqualTo(expected.getColorModel().hasAlpha());
        for (int y = 0; y < expected.getHeight(); y++) {
            assertThat(Arrays.equals(row(found, y, grey), row(expected, y, grey))).as("row %d is the same", y).isTrue();
        }
    }

    /** Of grey the samples, because Java brightens grey on the way to a colour, and Qt's pixmaps have no grey. */
    private static int[] row(BufferedImage image, int y, boolean grey) {
        int width = image.getWidth();
        return grey ? image.getRaster().getSamples(0, y, width, 1, 0, (int[]) null)
                : image.getRGB(0, y, width, 1, null, 0, width);
    }

    /** Opaque or not everywhere, because Qt keeps no colour where nothing is to be seen. */
    static BufferedImage image(int width, int height, String kind) {
        if (kind.equals("GREY")) {
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
            image.getRaster().setSample(width - 1, height - 1, 0, 200);
            return image;
        }
        if (kind.equals("RGB")) {
            return noise(width, height, BufferedImage.TYPE_INT_RGB);
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(width - 1, height - 1, 0x80FF_0000);
        return image;
    }
}
