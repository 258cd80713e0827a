// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.ProtocolException;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A viewer reports frame files that are damaged or of another owner, and its process goes on. */
@Timeout(60)
class DamagedFrameTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final FrameFormat FORMAT = new FrameFormat(10, 10, 32);

    @RegisterExtension
    final FrameFixture fixture = new FrameFixture(1);

    @BeforeEach
    void publish() {
        fixture.publish(FORMAT, 1);
    }

    /** The control file is number 0, the first buffer number 1. */
    private FileChannel open(int number) throws IOException {
        try (var files = Files.newDirectoryStream(fixture.directory(), "cam." + number + ".*.frame")) {
            return FileChannel.open(files.iterator().next(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
    }

    private void put(int number, int offset, int value) throws IOException {
        try (FileChannel file = open(number)) {
            file.write(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value), offset);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "0; 0; 2; The frames have version 2, expected 1",
        "0; 8; 7; The frames have magic 49",
        "0; 4; 5; The frames have number of slots 5, expected 1",
        "0; 128; 65541; The newest frame is in buffer 5 of 3",
        "0; 128; 196608; The buffer of frame 3 holds frame 1",
        "0; 328; 1048576; bytes, but the server says 1052672",
        "0; 332; -1; expected at most 1073741824",
        "1; 0; 9; The buffer of frame 1 holds frame 9",
        "1; 16; 401; Frame 1 of 10 x 10 pixels of 32 bits says that it has 401 bytes, in a buffer of 400",
        "1; 20; 11; Frame 1 of 11 x 10 pixels of 32 bits says that it has 400 bytes, in a buffer of 400",
        "1; 20; 0; Frame 1 says that it has 0 x 10 pixels of 32 bits",
        "1; 24; -10; Frame 1 says that it has 10 x -10 pixels of 32 bits",
        "1; 28; 31; Frame 1 says that it has 10 x 10 pixels of 31 bits",
        "1; 28; 0; Frame 1 says that it has 10 x 10 pixels of 0 bits"})
    void shouldReportWhatItFound(int file, int offset, int value, String text) throws IOException {
        put(file, offset, value);
        try (FrameViewer viewer = fixture.viewer()) {
            assertThatThrownBy(() -> {
                viewer.await(LONG);
                viewer.take();
            }).isInstanceOf(ProtocolException.class).hasMessageContaining(text);
        }
        assertThat(fixture.publish(FORMAT, 2)).as("the publisher is not affected").isEqualTo(2);
    }

    @Test
    void shouldRefuseFilesThatAreTooShort() throws IOException {
        try (FileChannel file = open(0)) {
            file.truncate(100);
        }
        try (FrameViewer viewer = fixture.viewer()) {
            assertThatThrownBy(() -> viewer.await(LONG)).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("has 100 bytes, but the server says 4096");
        }
    }

    @Test
    void shouldRefuseAPublisherThatSendsText() {
        SessionListener chatting = new SessionListener() {
            @Override
            public void onAttached(Session session) {
                session.send("hello");
            }
        };
        try (FramePublisher publisher = ShmoozeServer.builder("chat").directory(fixture.directory())
                .sessionListener(chatting).publishFrames();
                FrameViewer viewer = ShmoozeClient.builder("chat").directory(fixture.directory()).viewFrames()) {
            assertThat(publisher.awaitViewers(1, LONG)).isTrue();
            assertThatThrownBy(() -> viewer.await(LONG)).isInstanceOf(ProtocolException.class)
                    .hasMessage("The server of channel 'chat' publishes no frames: it says 'hello'");
        }
    }

    @Test
    void shouldDetectThatAFrameWasOverwritten() throws IOException {
        try (FrameViewer viewer = fixture.viewer()) {
            assertThat(viewer.await(LONG)).isTrue();
            Frame frame = viewer.take();
            put(1, 0, 0);
            assertThat(frame.isIntact()).isFalse();
            assertThatThrownBy(() -> frame.copyTo(ByteBuffer.allocate(FORMAT.length())))
                    .isInstanceOf(ProtocolException.class).hasMessage("Frame 1 was written to while it was read");
        }
    }

    @Test
    void shouldSurviveATruncatedBuffer() throws IOException {
        try (FrameViewer viewer = fixture.viewer()) {
            assertThat(viewer.await(LONG)).isTrue();
            Frame frame = viewer.take();
            try (FileChannel file = open(1)) {
                file.truncate(0);
            }
            assertThatThrownBy(() -> frame.copyTo(ByteBuffer.allocate(FORMAT.length())))
                    .isInstanceOf(ProtocolException.class).hasMessageContaining("truncated");
        }
    }
}
