// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands {@code frames} and {@code picture} of both jars. */
@Timeout(120)
class FrameCommandsSystemTest {
    private static final Pattern STARTED = Pattern.compile("started the viewer, pid ([0-9]+)");

    @RegisterExtension
    final Programs programs = new Programs();

    private ProgramStart command(String jar, String command, String... options) {
        List<String> words = new ArrayList<>(List.of(command, "--directory", programs.directory().toString()));
        words.addAll(List.of(options));
        return programs.bare(jar, words.toArray(new String[0]));
    }

    @Test
    void shouldPublishAndSaveFrames() throws IOException {
        Program server = command("server", "frames", "--size", "64x32", "--rate", "200").start();
        Path folder = programs.file("saved");
        Program client = command("client", "frames", "--count", "5", "-o", folder.toString()).start();
        client.awaitExit(0);
        assertThat(client.errors()).containsPattern("took 5 frames, [0-9.]+ a second, missed [0-9]+, latency [0-9.]+");
        List<Path> saved = files(folder);
        assertThat(saved).hasSize(5).allMatch(file -> file.getFileName().toString().matches("frame-[0-9]{8}.png"));
        server.awaitErrors(" left");
        server.signal("TERM");
        server.awaitExit(0);
        assertThat(server.errors()).contains("publishing a test pattern of 64 x 32 pixels of 32 bits with key frames")
                .contains(" joined").containsPattern("published [0-9]+ frames");
        BufferedImage image = ImageIO.read(saved.get(0).toFile());
        assertThat(image.getWidth()).isEqualTo(64);
        // The moving line is narrower than a bar, and may be anywhere.
        assertThat(List.of(image.getRGB(56, 31), image.getRGB(63, 31))).as("the last bar").contains(0xFF20_2020);
        assertThat(programs.leftovers()).containsExactly("frames.lock");
    }

    @Test
    void shouldNotAnnounceFramesThatAreTooLarge() {
        Program server = command("server", "frames", "--size", "64x32", "--max-frame-length", "1000").start();
        server.awaitExit(2);
        assertThat(server.errors()).isEqualTo("shmooze-server: A frame of 64 x 32 pixels of 32 bits has 8192 bytes; "
                + "the limit is 1000 (max-frame-length)\n");
    }

    @Test
    void shouldNameTheCommandForTheOtherKindOfChannel() throws IOException {
        Path file = programs.file("small.png");
        ImageIO.write(new BufferedImage(3, 3, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        Program holder = command("server", "picture", file.toString(), "--key", "photo").start();
        holder.awaitErrors("holding");
        Program viewer = command("client", "frames", "--key", "photo", "--count", "1").start();
        viewer.awaitExit(0);
        assertThat(viewer.errors())
                .contains(", which holds a picture: picture --key photo loads it").contains("took 1 frame");
        Program publisher = command("server", "frames", "--size", "16x16", "--key", "cam").start();
        publisher.awaitErrors("publishing");
        Program loader = command("client", "picture", "--key", "cam").start();
        loader.awaitExit(0);
        assertThat(loader.errors()).contains(", which publishes frames: ").contains("frames --key cam follows them");
        assertThat(loader.output()).contains("16 x 16");
        Program chat = programs.client("cam").fromNothing().start();
        chat.awaitExit(2);
        assertThat(chat.errors()).isEqualTo("shmooze-client: Channel 'cam' carries frames, not messages (its server is "
                + "pid " + publisher.pid() + ", unverified): the command frames --key cam shows it\n");
        assertThat(chat.output()).isEmpty();
        Program server = programs.server("chat").start();
        server.awaitErrors("serving");
        for (String name : List.of("frames", "picture")) {
            Program mistaken = command("client", name, "--key", "chat").start();
            mistaken.awaitExit(2);
            assertThat(mistaken.errors()).contains("Channel 'chat' carries messages, not ");
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var found = Files.list(folder)) {
            return found.sorted().toList();
        }
    }

    @Test
    void shouldOverwriteNoFrames() throws IOException {
        Path folder = programs.file("saved");
        for (int run = 1; run <= 2; run++) {
            Program server = command("server", "frames", "--size", "8x8", "--rate", "200").start();
            Program client = command("client", "frames", "--count", "3", "-o", folder.toString()).start();
            client.awaitExit(0);
            server.signal("TERM");
            server.awaitExit(0);
        }
        assertThat(files(folder)).hasSize(6);
        assertThat(files(folder)).filteredOn(file -> file.getFileName().toString().matches("frame-2-[0-9]{8}.png"))
                .hasSize(3);
    }

    @Test
    void shouldPublishThePicturesOfAFolder() throws IOException {
        Path folder = Files.createDirectory(programs.file("pictures"));
        ImageIO.write(new BufferedImage(3, 3, BufferedImage.TYPE_BYTE_GRAY), "png", folder.resolve("a.png").toFile());
        ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "bmp", folder.resolve("b.bmp").toFile());
        Files.writeString(folder.resolve("c.txt"), "no picture");
        Program server = command("server", "frames", "--pictures", folder.toString(), "--count", "7", "--rate", "0")
                .start();
        server.awaitExit(0);
        assertThat(server.errors()).contains("publishing 2 pictures from").contains("published 7 frames");
    }

    @Test
    void shouldStartTheViewerAgainWhenItDied() {
        String viewer = "exec " + System.getProperty("java.home") + "/bin/java -jar "
                + System.getProperty("shmooze.client.jar") + " frames --directory " + programs.directory();
        Program server = command("server", "frames", "--size", "8x8", "--spawn", viewer).start();
        server.awaitErrors(" joined");
        Matcher first = STARTED.matcher(server.errors());
        assertThat(first.find()).isTrue();
        ProcessHandle.of(Long.parseLong(first.group(1))).orElseThrow().destroyForcibly();
        server.awaitErrors("the viewer has ended with code 137");
        Patience.until(() -> server.errors().split(" joined", -1).length == 3);
        assertThat(STARTED.matcher(server.errors()).results().count()).as("viewers started").isEqualTo(2);
        server.signal("TERM");
        server.awaitExit(0);
        assertThat(STARTED.matcher(server.errors()).results().map(result -> Long.parseLong(result.group(1))))
                .noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    }

    @Test
    void shouldGiveUpAViewerThatFailsAtOnce() {
        Program server = command("server", "frames", "--size", "8x8", "--spawn", "exit 3").start();
        server.awaitErrors("the viewer has ended with code 3, the third time within a second: not started again");
        assertThat(STARTED.matcher(server.errors()).results().count()).isEqualTo(3);
        assertThat(server.isAlive()).isTrue();
    }

    @Test
    void shouldSaveTheHeldPicture() throws IOException {
        BufferedImage one = picture(5, 4, 0x80FF_0000);
        BufferedImage two = picture(300, 200, 0xFF00_8000);
        ImageIO.write(one, "png", programs.file("one.png").toFile());
        ImageIO.write(two, "png", programs.file("two.png").toFile());
        Program server = command("server", "picture", "--key", "logo", programs.file("one.png").toString()).start();
        server.awaitErrors("holding " + programs.file("one.png") + ", 5 x 4 pixels of 32 bits, with key logo");
        Path saved = programs.file("saved.png");
        Files.writeString(saved, "what was there before");
        Program saving = command("client", "picture", "--key", "logo", "-o", saved.toString()).start();
        saving.awaitExit(0);
        assertThat(saving.errors()).endsWith("shmooze-client: replaced " + saved + "\n");
        assertThat(ImageIO.read(saved.toFile()).getRGB(4, 3)).isEqualTo(0x80FF_0000);

        server.feed(programs.file("nothing.png") + "\n" + programs.file("two.png") + "\r\n");
        server.awaitErrors("There is no file " + programs.file("nothing.png"));
        server.awaitErrors("300 x 200");
        Path piped = programs.file("piped.png");
        command("client", "picture", "--key", "logo", "-o", "-").to(piped).start().awaitExit(0);
        assertThat(ImageIO.read(piped.toFile()).getRGB(299, 199)).isEqualTo(0xFF00_8000);
        Program asking = command("client", "picture", "--key", "logo").start();
        asking.awaitExit(0);
        assertThat(asking.output()).isEqualTo("300 x 200 pixels of 32 bits\n");
        server.signal("TERM");
        server.awaitExit(1);
        assertThat(programs.leftovers()).containsExactly("logo.lock");
        assertThat(files(programs.file(""))).noneMatch(file -> file.toString().endsWith(".part"));
    }

    @Test
    void shouldLeaveNothingOfAPictureThatCannotBeSaved() throws IOException {
        Path taken = Files.createDirectory(programs.file("taken.png"));
        ImageIO.write(picture(5, 4, 0), "png", programs.file("one.png").toFile());
        command("server", "picture", programs.file("one.png").toString()).start().awaitErrors("holding ");
        Program client = command("client", "picture", "-o", taken.toString()).start();
        client.awaitExit(73);
        assertThat(client.errors()).endsWith("Cannot write " + taken + ": Is a directory\n");
        assertThat(files(programs.file(""))).noneMatch(file -> file.toString().endsWith(".part"));
    }

    private static BufferedImage picture(int width, int height, int lastPixel) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(width - 1, height - 1, lastPixel);
        return image;
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "server; 2; frames --size 12; Option --size: \"12\" is not a size in pixels",
        "server; 2; frames --rate fast; Option --rate: \"fast\" is not a number from 0 to 10000",
        "server; 2; frames --size 5000x5000; has 100000000 bytes",
        "server; 2; frames --pictures /nowhere; cannot read the folder /nowhere: no such directory",
        "server; 2; frames --pictures /etc/passwd; cannot read the folder /etc/passwd: not a directory",
        "client; 2; frames -o /etc/passwd; Not a folder: /etc/passwd",
        "server; 2; picture /etc; Not a picture but a folder: /etc",
        "server; 2; frames --segment-size=1K; Unknown option: '--segment-size=1K'",
        "server; 2; picture; Missing required parameter: 'FILE'",
        "server; 2; picture /etc/passwd; /etc/passwd is not a picture that this program knows",
        "client; 69; picture --connect-timeout 0s; Nobody serves the channel 'picture'",
        "client; 69; frames --connect-timeout 0s; Nobody serves the channel 'frames'",
        "client; 2; frames --show; there is no display to open a window on, because DISPLAY is \":4242\"",
        "client; 2; picture --show; there is no display to open a window on, because DISPLAY is \":4242\""})
    void shouldRefuseInOneLine(String jar, int code, String words, String complaint) {
        String[] all = words.split(" ");
        Program program = command(jar, all[0], List.of(all).subList(1, all.length).toArray(new String[0]))
                .with("DISPLAY", ":4242").start();
        program.awaitExit(code);
        assertThat(program.errors()).contains(complaint).doesNotContain("\tat ");
    }
}
