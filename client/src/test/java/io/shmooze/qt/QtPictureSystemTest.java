// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.ProtocolException;
import io.shmooze.testing.OneQtTestAtATime;
import io.shmooze.testing.Program;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
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

    @ParameterizedTest
    @CsvSource({"QT5,1,1,RGB", "QT6,1,1,ARGB", "QT5,4000,3000,RGB", "QT6,4000,3000,GREY", "QT5,64,48,ARGB",
        "QT6,64,48,RGB", "QT5,64,48,GREY"})
    void shouldBeLoadedAndSharedByQt(QtVersion version, int width, int height, String kind) throws IOException {
        BufferedImage image = TestPictures.image(width, height, kind);
        Path saved = rig.programs().file("saved.png");
        try (QtPicture picture = new QtPicture(rig.key(KEY))) {
            picture.publish(image);
            rig.picture(version, "read", KEY, saved).awaitExit(0);
        }
        BufferedImage seen = ImageIO.read(saved.toFile());
        TestPictures.assertSame(image, seen, kind.equals("GREY"));

        Path file = rig.programs().file("own.png");
        ImageIO.write(image, "png", file.toFile());
        Program holder = rig.picture(version, "write", KEY, file);
        holder.awaitOutput("ready");
        try (QtPicture picture = new QtPicture(rig.key(KEY))) {
            TestPictures.assertSame(image, picture.load(), kind.equals("GREY"));
        }
        holder.endInput();
        holder.awaitExit(0);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReplaceWhatDoesNotFit(QtVersion version) throws IOException {
        Path saved = rig.programs().file("saved.png");
        try (QtPicture picture = new QtPicture(rig.key(KEY))) {
            for (int size : new int[] {10, 200, 5}) {
                picture.publish(TestPictures.noise(size, size, BufferedImage.TYPE_INT_RGB));
                rig.picture(version, "read", KEY, saved).awaitExit(0);
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
                        .hasMessageContaining("There is no Qt picture in ")
                        .hasMessageContaining(", which has 64 bytes: they begin with "
                                + HexFormat.of().formatHex(Arrays.copyOf(bytes, 12)) + ", expected ");
            }
        }
    }

    @Test
    void shouldRefuseAPictureThatIsCut() {
        QtSharedMemory memory = rig.closing(new QtSharedMemory(rig.key(KEY)));
        try (QtPicture picture = new QtPicture(rig.key(KEY))) {
            picture.publish(TestPictures.noise(20, 20, BufferedImage.TYPE_INT_RGB));
            memory.attach(QtSharedMemory.Access.READ_WRITE);
            byte[] damage = new byte[(int) memory.size() - 100];
            memory.bytes().write(100, damage, 0, damage.length);
            assertThatThrownBy(picture::load).isInstanceOf(ProtocolException.class).hasMessageContaining("is damaged");
        }
    }
}
