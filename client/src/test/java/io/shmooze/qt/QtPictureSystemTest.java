// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.ProtocolException;
import io.shmooze.testing.Forks;
import io.shmooze.testing.Program;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that Qt programs and this JVM share. */
@ExtendWith(OneQtTestAtATime.class)
@Timeout(120)
class QtPictureSystemTest {
    private static final String KEY = "picture";

    @RegisterExtension
    final QtRig rig = new QtRig();

    private Program qt(QtVersion version, String what, Path file) {
        return rig.start(Forks.command(rig.programs(),
                List.of(version.pictureProgram().toString(), what, KEY, file.toString()))
                .with("QT_QPA_PLATFORM", "offscreen"));
    }

    private static BufferedImage noise(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Random random = new Random(width);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt() | (type == BufferedImage.TYPE_INT_ARGB ? x % 2 << 31 : 0));
            }
        }
        return image;
    }

    private static void assertSame(BufferedImage expected, BufferedImage found, boolean grey) {
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

    @ParameterizedTest
    @CsvSource({"QT5,1,1,RGB", "QT6,1,1,ARGB", "QT5,4000,3000,RGB", "QT6,4000,3000,GREY", "QT5,64,48,ARGB",
        "QT6,64,48,RGB", "QT5,64,48,GREY"})
    void shouldBeLoadedAndSharedByQt(QtVersion version, int width, int height, String kind) throws IOException {
        BufferedImage image = image(width, height, kind);
        Path saved = rig.programs().file("saved.png");
        try (QtPicture picture = new QtPicture(rig.key(KEY))) {
            picture.publish(image);
            qt(version, "read", saved).awaitExit(0);
        }
        BufferedImage seen = ImageIO.read(saved.toFile());
        assertSame(image, seen, kind.equals("GREY"));

        Path file = rig.programs().file("own.png");
        ImageIO.write(image, "png", file.toFile());
        Program holder = qt(version, "write", file);
        holder.awaitOutput("ready");
        try (QtPicture picture = new QtPicture(rig.key(KEY))) {
            assertSame(image, picture.load(), kind.equals("GREY"));
        }
        holder.endInput();
        holder.awaitExit(0);
    }

    /** Opaque or not everywhere, because Qt keeps no colour where nothing is to be seen. */
    private static BufferedImage image(int width, int height, String kind) {
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

    @ParameterizedTest
    @EnumSource
    void shouldReplaceWhatDoesNotFit(QtVersion version) throws IOException {
        Path saved = rig.programs().file("saved.png");
        try (QtPicture picture = new QtPicture(rig.key(KEY))) {
            for (int size : new int[] {10, 200, 5}) {
                picture.publish(noise(size, size, BufferedImage.TYPE_INT_RGB));
                qt(version, "read", saved).awaitExit(0);
                assertThat(ImageIO.read(saved.toFile()).getWidth()).isEqualTo(size);
                assertThat(picture.awaitChange(Duration.ZERO)).isTrue();
                assertThat(picture.load().getWidth()).isEqualTo(size);
                assertThat(picture.awaitChange(Duration.ZERO)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0\0\0\1", "hello", "\0\0\0\2\u0089PNG"})
    void shouldRefuseWhatIsNoPicture(String content) {
        QtSharedMemory memory = rig.closing(new QtSharedMemory(rig.key(KEY)));
        memory.create(64);
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        memory.bytes().write(0, bytes, 0, bytes.length);
        try (QtPicture picture = new QtPicture(rig.key(KEY))) {
            if (content.isEmpty()) {
                assertThat(picture.load()).as("Qt's null picture").isNull();
            } else {
                assertThatThrownBy(picture::load).isInstanceOf(ProtocolException.class)
                        .hasMessageContaining("of 64 bytes holds no picture of Qt: it begins with ");
            }
        }
    }

    @Test
    void shouldRefuseAPictureThatIsCut() {
        QtSharedMemory memory = rig.closing(new QtSharedMemory(rig.key(KEY)));
        try (QtPicture picture = new QtPicture(rig.key(KEY))) {
            picture.publish(noise(20, 20, BufferedImage.TYPE_INT_RGB));
            memory.attach(QtSharedMemory.Access.READ_WRITE);
            byte[] damage = new byte[(int) memory.size() - 100];
            memory.bytes().write(100, damage, 0, damage.length);
            assertThatThrownBy(picture::load).isInstanceOf(ProtocolException.class).hasMessageContaining("is damaged");
        }
    }
}
