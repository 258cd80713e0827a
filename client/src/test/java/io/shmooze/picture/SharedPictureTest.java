// SPDX-License-Identifier: Apache-2.0
package io.shmooze.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.SessionClosedException;
import io.shmooze.UsageException;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SharedPictureTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path scratch;
    private SharedPicture held;
    private SharedPicture viewed;

    @BeforeEach
    void share() {
        Path directory = scratch.resolve("d");
        held = SharedPicture.share(ShmoozeServer.builder("logo").directory(directory).maxFrameLength(64 << 20)
                ::publishFrames);
        viewed = SharedPicture.open(ShmoozeClient.builder("logo").directory(directory).reconnectTimeout(Duration.ZERO)
                ::viewFrames);
    }

    @AfterEach
    void close() {
        viewed.close();
        held.close();
    }

    private BufferedImage pass(BufferedImage image) {
        held.publish(image);
        assertThat(viewed.awaitChange(LONG)).isTrue();
        return viewed.load();
    }

    /** Random bytes, in the image's own format. */
    private static BufferedImage noise(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        DataBuffer data = image.getRaster().getDataBuffer();
        Random random = new Random(width * 31L + height);
        int mask = type == BufferedImage.TYPE_INT_RGB ? 0xFF_FFFF : -1;
        for (int i = 0; i < data.getSize(); i++) {
            data.setElem(i, random.nextInt() & mask);
        }
        return image;
    }

    @ParameterizedTest
    @CsvSource({"1,1", "3,2", "640,480", "4000,3000"})
    void shouldPassEverySize(int width, int height) {
        BufferedImage image = noise(width, height, BufferedImage.TYPE_INT_ARGB);
        assertSame(image, pass(image));
        assertSame(image, held.load());
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_4BYTE_ABGR, BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void shouldPassColourAlphaAndGreyUnchanged(int type) {
        BufferedImage image = noise(17, 13, type);
        BufferedImage loaded = pass(image);
        assertThat(loaded.getColorModel().hasAlpha()).isEqualTo(image.getColorModel().hasAlpha());
        assertThat(loaded.getRaster().getNumBands()).isEqualTo(image.getRaster().getNumBands());
        assertSame(image, loaded);
    }

    @Test
    void shouldConvertOtherTypes() {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_INDEXED);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(2, 2, 4, 4);
        graphics.dispose();
        assertSame(image, pass(image));
    }

    @Test
    void shouldReplaceThePictureByLargerAndSmallerOnes() {
        for (int size : new int[] {10, 1000, 1, 1500, 20}) {
            BufferedImage image = noise(size, size, BufferedImage.TYPE_3BYTE_BGR);
            assertSame(image, pass(image));
        }
        assertThat(viewed.awaitChange(Duration.ZERO)).isFalse();
        assertThat(viewed.load().getWidth()).as("the same picture again").isEqualTo(20);
    }

    @Test
    void shouldLetOnlyTheHolderPublish() {
        assertThat(held.load()).isNull();
        assertThat(viewed.load()).isNull();
        BufferedImage image = noise(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        assertThatThrownBy(() -> viewed.publish(image)).isInstanceOf(IllegalStateException.class);
        held.publish(image);
        assertThat(held.awaitChange(Duration.ZERO)).isTrue();
        held.load();
        assertThat(held.awaitChange(Duration.ZERO)).isFalse();
        held.close();
        assertThatThrownBy(() -> {
            while (true) {
                viewed.load();
                viewed.awaitChange(LONG);
            }
        }).isInstanceOf(SessionClosedException.class);
    }

    @Test
    void shouldRefuseAPictureOverTheLimit() {
        BufferedImage image = new BufferedImage(8193, 8192, BufferedImage.TYPE_BYTE_GRAY);
        assertThatThrownBy(() -> held.publish(image)).isInstanceOf(UsageException.class)
                .hasMessageContaining("has 67117056 bytes; the limit is 67108864");
    }

    private static void assertSame(BufferedImage expected, BufferedImage found) {
        assertThat(found.getWidth()).isEqualTo(expected.getWidth());
        assertThat(found.getHeight()).isEqualTo(expected.getHeight());
        boolean grey = expected.getColorModel().getNumComponents() == 1 && !(expected.getColorModel()
                instanceof java.awt.image.IndexColorModel);
        for (int y = 0; y < expected.getHeight(); y++) {
            int[] wanted = grey ? expected.getRaster().getSamples(0, y, expected.getWidth(), 1, 0, (int[]) null)
                    : expected.getRGB(0, y, expected.getWidth(), 1, null, 0, expected.getWidth());
            int[] row = grey ? found.getRaster().getSamples(0, y, expected.getWidth(), 1, 0, (int[]) null)
                    : found.getRGB(0, y, expected.getWidth(), 1, null, 0, expected.getWidth());
            assertThat(row).as("row %d", y).isEqualTo(wanted);
        }
    }
}
