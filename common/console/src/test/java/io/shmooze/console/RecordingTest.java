// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames are saved beside those that the folder has already. */
class RecordingTest {
    @TempDir
    Path folder;
    private final List<String> announced = new ArrayList<>();

    private Recording recording() {
        return new Recording(folder, announced::add);
    }

    /** A picture as wide as its number, so that the test can tell it from others of the same name. */
    private static void save(Recording recording, int number, int width) {
        recording.save(new BufferedImage(width, 1, BufferedImage.TYPE_INT_ARGB), number);
    }

    private List<String> saved() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private int width(String name) throws IOException {
        return ImageIO.read(folder.resolve(name).toFile()).getWidth();
    }

    @Test
    void shouldCallTheFirstRunByNumbersAlone() throws IOException {
        Recording recording = recording();
        save(recording, 1, 1);
        save(recording, 123_456_789, 2);
        assertThat(saved()).containsExactly("frame-00000001.png", "frame-123456789.png");
        assertThat(announced).isEmpty();
    }

    @Test
    void shouldBeginARunWhenTheNumbersBeginAgain() throws IOException {
        Recording recording = recording();
        save(recording, 7, 1);
        save(recording, 1, 2);
        save(recording, 7, 3);
        save(recording, 7, 4);
        assertThat(saved()).containsExactly("frame-00000007.png", "frame-2-00000001.png", "frame-2-00000007.png",
                "frame-3-00000007.png");
        assertThat(width("frame-00000007.png")).isEqualTo(1);
        assertThat(announced).containsExactly(
                "saving frame-2-NUMBER.png, because there are frames in " + folder + " already",
                "saving frame-3-NUMBER.png, because there are frames in " + folder + " already");
    }

    @ParameterizedTest
    @CsvSource({"frame-00000500.png, frame-2-00000001.png", "frame-9-00000500.png, frame-10-00000001.png",
        "frame-123456789.png, frame-2-00000001.png", "frame-1.png, frame-00000001.png",
        "other.png, frame-00000001.png"})
    void shouldNotMixWithAnEarlierRecording(String there, String expected) throws IOException {
        Files.writeString(folder.resolve(there), "precious");
        save(recording(), 1, 1);
        assertThat(saved()).containsExactlyInAnyOrder(there, expected);
        assertThat(folder.resolve(there)).hasContent("precious");
    }

    @Test
    void shouldOverwriteNothingOfAnotherThatRecordsHereNow() throws IOException {
        Recording first = recording();
        Recording second = recording();
        save(first, 1, 1);
        save(second, 2, 2);
        save(first, 2, 3);
        save(second, 3, 4);
        assertThat(saved()).containsExactly("frame-00000001.png", "frame-00000002.png", "frame-00000003.png",
                "frame-2-00000002.png");
        assertThat(width("frame-00000002.png")).isEqualTo(2);
    }
}
