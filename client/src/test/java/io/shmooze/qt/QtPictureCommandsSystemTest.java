// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.client.VirtualDisplay;
import io.shmooze.testing.OneQtTestAtATime;
import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The commands {@code picture} of both jars with {@code --protocol qt}, against Qt programs. */
@ExtendWith(OneQtTestAtATime.class)
@Timeout(120)
class QtPictureCommandsSystemTest {
    private static final String KEY = "Qt's picture";
    private static final String HEAD = "0000000189504e470d0a1a0a";

    @RegisterExtension
    final QtRig rig = new QtRig();

    private ProgramStart command(String jar, String... words) {
        List<String> all = new ArrayList<>(List.of("--qt-key", KEY));
        all.addAll(List.of(words));
        return picture(jar, all.toArray(new String[0]));
    }

    private ProgramStart picture(String jar, String... words) {
        List<String> all = new ArrayList<>(List.of("picture", "--protocol", "qt"));
        all.addAll(List.of(words));
        return rig.programs().bare(jar, all.toArray(new String[0]));
    }

    private Path file(String name, BufferedImage image) throws IOException {
        Path file = rig.programs().file(name);
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private static BufferedImage noise(int size) {
        return TestPictures.noise(size, size, BufferedImage.TYPE_INT_RGB);
    }

    private void assertSaved(int size, Path saved) throws IOException {
        TestPictures.assertSame(noise(size), ImageIO.read(saved.toFile()), false);
    }

    private String holding(Path file, int size) {
        return "holding " + file + ", " + size + " x " + size + " pixels of 24 bits, as Qt picture " + KEY + " at "
                + rig.key(KEY).segmentFile();
    }

    @ParameterizedTest
    @EnumSource
    void shouldHoldPicturesForQt(QtVersion version) throws IOException {
        Path saved = rig.programs().file("saved.png");
        Path small = file("small.png", noise(10));
        Program server = rig.start(command("server", small.toString()));
        server.awaitErrors(holding(small, 10));
        rig.picture(version, "read", KEY, saved).awaitExit(0);
        assertSaved(10, saved);
        for (int size : new int[] {200, 5}) {
            Path next = file("next" + size + ".png", noise(size));
            server.feed(next + "\n");
            server.awaitErrors(holding(next, size));
            rig.picture(version, "read", KEY, saved).awaitExit(0);
            assertSaved(size, saved);
        }
        server.signal("TERM");
        server.awaitExit(0);
        assertThat(server.errors().lines()).hasSize(3);
        assertThat(rig.left()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldSaveTheQtPicture(QtVersion version) throws IOException {
        Program qt = rig.picture(version, "write", KEY, file("own.png", noise(100)));
        qt.awaitOutput("ready");
        Path saved = rig.programs().file("saved.png");
        Program saving = rig.start(command("client", "-o", saved.toString()));
        saving.awaitExit(0);
        assertSaved(100, saved);
        Path piped = rig.programs().file("piped.png");
        rig.start(command("client", "-o", "-").to(piped)).awaitExit(0);
        assertSaved(100, piped);
        Program asking = rig.start(command("client"));
        asking.awaitExit(0);
        assertThat(asking.output()).isEqualTo("100 x 100 pixels of 24 bits\n");
        assertThat(saving.errors() + asking.errors()).isEmpty();
        qt.endInput();
        qt.awaitExit(0);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReplaceTheQtPictureOnlyIfThereIsRoom(QtVersion version) throws IOException {
        Program qt = rig.picture(version, "write", KEY, file("own.png", noise(50)));
        qt.awaitOutput("ready");
        Path large = file("large.png", noise(51));
        Program refused = rig.start(command("server", large.toString()));
        refused.awaitExit(73);
        assertThat(refused.errors()).contains(" and cannot be replaced while process " + qt.pid() + " is attached")
                .hasLineCount(1);

        Path small = file("small.png", noise(20));
        Program server = rig.start(command("server", small.toString()));
        server.awaitErrors(holding(small, 20));
        server.feed(large + "\n");
        server.awaitErrors(" and cannot be replaced while process " + qt.pid() + " is attached");
        Path saved = rig.programs().file("saved.png");
        rig.picture(version, "read", KEY, saved).awaitExit(0);
        assertSaved(20, saved);
        qt.endInput();
        qt.awaitExit(0);
        rig.picture(version, "read", KEY, saved).awaitExit(0);
        assertSaved(20, saved);
        server.feed(large + "\n");
        server.awaitErrors(holding(large, 51));
        server.signal("TERM");
        server.awaitExit(1);
    }

    @Test
    void shouldReadOnceWhatAKilledHolderHasLeft() throws IOException {
        Program server = rig.start(command("server", file("one.png", noise(30)).toString()));
        server.awaitErrors("holding ");
        Program listing = rig.start(rig.programs().bare("client", "ls"));
        listing.awaitExit(0);
        assertThat(listing.output()).contains("Qt picture " + rig.key(KEY).segmentFile() + ", ",
                ": attached by " + server.pid() + " shmooze-server.jar picture\n");
        server.kill();
        Path saved = rig.programs().file("saved.png");
        rig.start(command("client", "-o", saved.toString())).awaitExit(0);
        assertSaved(30, saved);
        rig.start(command("client", "--connect-timeout", "0s")).awaitExit(69);
    }

    @ParameterizedTest
    @CsvSource({"posix,POSIX", "posix-legacy,LEGACY_POSIX"})
    void shouldShareByOtherKinds(String option, QtIpc ipc) throws IOException {
        QtNativeKey key = new QtNativeKey(ipc, "shmooze-test-" + ProcessHandle.current().pid(), rig.directory());
        Program server = rig.start(picture("server", "--qt-key", key.key(), "--qt-ipc", option,
                file("one.png", noise(30)).toString()));
        server.awaitErrors(" at " + key.segmentFile());
        Path saved = rig.programs().file("saved.png");
        rig.start(picture("client", "--qt-key", key.key(), "--qt-ipc", option, "-o", saved.toString())).awaitExit(0);
        assertSaved(30, saved);
        server.signal("TERM");
        server.awaitExit(0);
        assertThat(key.segmentFile()).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void shouldShowTheNextPicture(QtVersion version) throws IOException {
        VirtualDisplay display = new VirtualDisplay(rig.programs());
        Path red = VirtualDisplay.square(rig.programs().file("red.png"), Color.RED, 100);
        Path blue = VirtualDisplay.square(rig.programs().file("blue.png"), Color.BLUE, 100);
        Program client = rig.start(command("client", "--show", "--reconnect-timeout", "5s").with("DISPLAY",
                display.name()));
        Program first = rig.picture(version, "write", KEY, red);
        Program pixel = display.watchPixel(50, 50);
        pixel.awaitOutput("ffff0000");
        first.endInput();
        first.awaitExit(0);
        Program second = rig.picture(version, "write", KEY, blue);
        pixel.awaitOutput("ff0000ff");
        second.endInput();
        second.awaitExit(0);
        client.awaitExit(69);
        assertThat(client.errors()).contains("The holder of the picture is gone").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "68656c6c6f; 64; There is no Qt picture in; they begin with 68656c6c6f00000000000000, expected " + HEAD,
        "00000001; 64; which has 64 bytes: they begin with; 000000010000000000000000, expected " + HEAD,
        "4142; 2; which has 2 bytes: they begin with; 4142, expected " + HEAD,
        HEAD + "; 20; The picture in; which has 20 bytes, is damaged: it ends before its size",
        HEAD + "0000000d494844527fffffffffffffff; 64; is damaged; it claims to have 2147483647 x 4294967295 pixels",
        HEAD + "0000000d494844520000000a0000000a; 64; The picture in; which has 64 bytes, is damaged: "})
    void shouldReportOtherDataInOneLine(String content, int size, String what, String found) {
        hold(HexFormat.of().parseHex(content), size);
        Program client = rig.start(command("client"));
        client.awaitExit(1);
        assertThat(client.errors()).contains(what, found, rig.key(KEY).segmentFile().toString()).hasLineCount(1);
    }

    private ByteBuffer hold(byte[] content, int size) {
        QtSharedMemory memory = rig.closing(new QtSharedMemory(rig.key(KEY)));
        memory.create(size);
        return memory.attached().view().put(0, content);
    }

    @Test
    void shouldLeaveAloneWhatIsNoPicture() throws IOException {
        byte[] content = "somebody's letters".getBytes(StandardCharsets.UTF_8);
        ByteBuffer memory = hold(content, 4096);
        Program server = rig.start(command("server", file("small.png", noise(2)).toString()));
        server.awaitExit(1);
        assertThat(server.errors()).contains("There is no Qt picture in").hasLineCount(1);
        byte[] left = new byte[content.length];
        memory.get(0, left);
        assertThat(left).isEqualTo(content);
    }

    @Test
    void shouldWaitForAPictureAsLongAsItIsTold() {
        hold(new byte[0], 64);
        Program client = rig.start(command("client", "--connect-timeout", "10ms"));
        client.awaitExit(69);
        assertThat(client.errors()).contains("No program has put a picture into Qt picture " + KEY + " at "
                + rig.key(KEY).segmentFile() + " within 10 ms").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "server; FILE --key x --qt-key y; give --qt-key in place of --key",
        "client; --key x; give --qt-key in place of --key",
        "server; FILE; the key that its programs agree on: give it with --qt-key",
        "client; -o x.png; the key that its programs agree on: give it with --qt-key",
        "server; FILE --qt-key x --max-frame-length 80; the limit is 80 (max-frame-length)",
        "client; --qt-key x --show; there is no display to open a window on, because DISPLAY is \":4242\"",
        "client; --qt-key x --qt-server-semaphore y; Unknown option"})
    void shouldRefuseInOneLine(String jar, String words, String complaint) throws IOException {
        String file = file("noise.png", noise(10)).toString();
        Program program = rig.start(picture(jar, words.replace("FILE", file).split(" ")).with("DISPLAY", ":4242"));
        program.awaitExit(2);
        assertThat(program.errors()).contains(complaint).doesNotContain("\tat ");
        assertThat(rig.left()).isEmpty();
    }
}
