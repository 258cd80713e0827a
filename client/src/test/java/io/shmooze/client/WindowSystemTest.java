// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import java.awt.Color;
import java.awt.event.KeyEvent;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The windows of the option {@code --show}, on a display without a screen. */
@Timeout(120)
class WindowSystemTest {
    @RegisterExtension
    final Programs programs = new Programs();
    private VirtualDisplay display;

    @BeforeEach
    void startDisplay() {
        display = new VirtualDisplay(programs);
    }

    private ProgramStart command(String jar, String... words) {
        return programs.bare(jar, words).with("DISPLAY", display.name())
                .with("SHMOOZE_DIRECTORY", programs.directory().toString());
    }

    @Test
    void shouldShowAPictureAndTheNextOne() throws IOException {
        Program server = command("server", "picture", square("red.png", Color.RED, 100)).start();
        Program client = command("client", "picture", "--show").start();
        Program pixel = display.watchPixel(50, 50);
        pixel.awaitOutput("ffff0000");
        server.feed(square("blue.png", Color.BLUE, 300) + "\n");
        pixel.awaitOutput("ff0000ff");
        server.signal("TERM");
        server.awaitExit(0);
        client.signal("TERM");
        client.awaitExit(0);
    }

    @Test
    void shouldShowFramesOverAndOver() {
        Program server = command("server", "frames", "--size", "160x120", "--rate", "60").start();
        Program client = command("client", "frames", "--show").start();
        // The moving line, on the black of the last bar.
        Program pixel = display.watchPixel(150, 60);
        pixel.awaitOutput("ff202020");
        pixel.awaitOutput("ffff8000");
        client.signal("TERM");
        client.awaitExit(0);
        assertThat(client.errors()).containsPattern("took [0-9]+ frames");
        server.signal("TERM");
        server.awaitExit(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {KeyEvent.VK_Q, KeyEvent.VK_ESCAPE})
    void shouldCloseByAKey(int key) {
        Program server = command("server", "frames", "--size", "160x120").start();
        Program client = clientWithRobot("frames", "--show");
        client.awaitOutput("[frames]");
        client.feed(Character.toString(KeyEvent.VK_X));
        client.feed(Character.toString(key));
        client.awaitExit(0);
        assertThat(client.errors()).containsPattern("took [0-9]+ frames");
        server.awaitErrors(" left");
    }

    @Test
    void shouldCloseAPictureByAKey() throws IOException {
        command("server", "picture", square("red.png", Color.RED, 100)).start();
        Program client = clientWithRobot("picture", "--show");
        client.awaitOutput("[picture]");
        client.feed("Q");
        client.awaitExit(0);
    }

    @Test
    void shouldSayThatThePublisherIsGoneAndThatThereIsANext() {
        Program server = command("server", "frames", "--size", "160x120").start();
        Program client = clientWithRobot("frames", "--show");
        client.awaitOutput("[frames]");
        server.kill();
        client.awaitOutput("[frames - the publisher is gone]");
        client.awaitErrors(" died; waiting for the next publisher");
        command("server", "frames", "--size", "160x120").start();
        client.awaitOutput("[frames - the publisher is gone]\n[frames]");
        client.feed("Q");
        client.awaitExit(0);
    }

    @Test
    void shouldSayThatTheHolderIsGone() throws IOException {
        Program server = command("server", "picture", square("red.png", Color.RED, 100)).start();
        Program client = clientWithRobot("picture", "--show");
        client.awaitOutput("[picture]");
        server.signal("TERM");
        client.awaitOutput("[picture - the holder is gone]");
        client.feed("Q");
        client.awaitExit(0);
    }

    @Test
    void shouldEndWhenNobodyHoldsThePictureAnyMore() throws IOException {
        Program server = command("server", "picture", square("red.png", Color.RED, 100)).start();
        Program client = clientWithRobot("picture", "--show", "--reconnect-timeout", "200ms");
        client.awaitOutput("[picture]");
        server.signal("TERM");
        client.awaitExit(69);
        assertThat(client.errors()).contains("The holder of the picture is gone");
    }

    private Program clientWithRobot(String... words) {
        return ChildJvms.prepare(programs, WindowRobot.class, words).with("DISPLAY", display.name())
                .with("SHMOOZE_DIRECTORY", programs.directory().toString()).start();
    }

    private String square(String name, Color colour, int size) throws IOException {
        return VirtualDisplay.square(programs.file(name), colour, size).toString();
    }
}
