// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.SessionClosedException;
import io.shmooze.UnavailableException;
import io.shmooze.UsageException;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FramesTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final FrameFormat SMALL = new FrameFormat(3, 2, 24);

    @TempDir
    Path scratch;
    private Path directory;
    private FramePublisher publisher;

    @BeforeEach
    void publish() {
        directory = scratch.resolve("d");
        publisher = ShmoozeServer.builder("cam").directory(directory).maxClients(3).publishFrames();
    }

    @AfterEach
    void close() {
        publisher.close();
    }

    private FrameViewer viewer() {
        return ShmoozeClient.builder("cam").directory(directory).reconnectTimeout(Duration.ZERO).viewFrames();
    }

    private long publish(FrameFormat format, int seed) {
        return publisher.publish(format, Stamp.filled(format, seed));
    }

    @Test
    void shouldShowTheNewestFrame() {
        try (FrameViewer viewer = viewer()) {
            assertThat(viewer.take()).isNull();
            assertThat(viewer.await(Duration.ZERO)).isFalse();
            Instant before = Instant.now();
            assertThat(publish(SMALL, 5)).isEqualTo(1);
            assertThat(viewer.await(LONG)).isTrue();
            try (Frame frame = viewer.take()) {
                assertThat(frame.number()).isEqualTo(1);
                assertThat(frame.format()).isEqualTo(SMALL);
                assertThat(frame.time()).isBetween(before, Instant.now());
                assertThat(frame.age()).isPositive();
                assertThat(frame.pixels()).isEqualTo(Stamp.filled(SMALL, 5));
                assertThat(frame.pixels().isReadOnly()).isTrue();
            }
            assertThat(viewer.hasNews()).isFalse();
            assertThat(viewer.missed()).isZero();
        }
    }

    @Test
    void shouldCountWhatWasMissed() {
        try (FrameViewer viewer = viewer()) {
            publish(SMALL, 1);
            assertThat(viewer.await(LONG)).isTrue();
            viewer.take();
            for (int i = 2; i <= 10; i++) {
                publish(SMALL, i);
            }
            assertThat(viewer.take().number()).isEqualTo(10);
            assertThat(viewer.take().number()).isEqualTo(10);
            assertThat(viewer.missed()).isEqualTo(8);
        }
    }

    @Test
    void shouldKeepAPinnedFrameWhateverIsPublished() {
        try (FrameViewer viewer = viewer(); FrameViewer other = viewer()) {
            publish(SMALL, 1);
            assertThat(viewer.await(LONG)).isTrue();
            Frame pinned = viewer.take();
            for (int i = 2; i <= 20; i++) {
                publish(new FrameFormat(i, 2, 24), i);
                assertThat(other.await(LONG)).isTrue();
                assertThat(other.take().format().width()).isEqualTo(i);
            }
            assertThat(pinned.pixels()).isEqualTo(Stamp.filled(SMALL, 1));
            assertThat(pinned.isIntact()).isTrue();
            pinned.close();
            assertThatThrownBy(pinned::pixels).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldWriteInPlaceAndCopyOut() {
        try (FrameViewer viewer = viewer()) {
            publisher.begin(SMALL).put(Stamp.filled(SMALL, 1));
            publisher.begin(SMALL).put(Stamp.filled(SMALL, 9));
            assertThat(publisher.publish()).isEqualTo(1);
            assertThatThrownBy(publisher::publish).isInstanceOf(IllegalStateException.class);
            assertThat(publisher.newest().pixels()).isEqualTo(Stamp.filled(SMALL, 9));
            assertThat(viewer.await(LONG)).isTrue();
            ByteBuffer copy = ByteBuffer.allocate(SMALL.length());
            Frame frame = viewer.take();
            frame.copyTo(copy);
            assertThat(copy.flip()).isEqualTo(Stamp.filled(SMALL, 9));
            assertThatThrownBy(() -> frame.copyTo(ByteBuffer.allocate(SMALL.length() - 1)))
                    .isInstanceOf(java.nio.BufferOverflowException.class);
        }
    }

    @Test
    void shouldMakeNoMoreBuffersThanAreNeeded() throws IOException {
        try (FrameViewer viewer = viewer()) {
            for (int i = 1; i <= 50; i++) {
                publish(SMALL, i);
                assertThat(viewer.await(LONG)).isTrue();
                viewer.take();
            }
            assertThat(files(".frame")).as("control file and two buffers").isEqualTo(3);
        }
        publisher.close();
        assertThat(files(".frame")).isZero();
    }

    @Test
    void shouldGiveTheBufferOfAViewerThatLeftToOthers() throws IOException {
        for (int i = 1; i <= 12; i++) {
            publish(SMALL, i);
            try (FrameViewer viewer = viewer()) {
                assertThat(viewer.await(LONG)).isTrue();
                assertThat(viewer.take().number()).isEqualTo(i);
            }
        }
        assertThat(files(".frame")).isLessThanOrEqualTo(4);
    }

    @Test
    void shouldWakeAViewerThatSleeps() throws Exception {
        try (FrameViewer viewer = viewer()) {
            for (int i = 1; i <= 200; i++) {
                Task<Boolean> sleeper = Task.call(() -> viewer.await(LONG));
                publish(SMALL, i);
                assertThat(sleeper.result()).isTrue();
                assertThat(viewer.take().number()).isEqualTo(i);
            }
        }
    }

    @Test
    void shouldEndAWaitWhenTheViewerIsClosed() throws Exception {
        FrameViewer viewer = viewer();
        Task<Boolean> sleeper = Task.call(() -> viewer.await(LONG));
        viewer.close();
        sleeper.assertThrew(SessionClosedException.class);
        assertThatThrownBy(viewer::take).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldEndWithThePublisher() {
        try (FrameViewer viewer = viewer()) {
            publisher.close();
            assertThatThrownBy(() -> viewer.await(LONG)).isInstanceOf(SessionClosedException.class);
            assertThat(viewer.take()).isNull();
        }
        assertThatThrownBy(() -> publisher.begin(SMALL)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldGoOnWithTheNextPublisher() {
        try (FrameViewer viewer = ShmoozeClient.builder("cam").directory(directory).viewFrames()) {
            publish(SMALL, 1);
            assertThat(viewer.await(LONG)).isTrue();
            Frame old = viewer.take();
            publisher.close();
            publisher = ShmoozeServer.builder("cam").directory(directory).publishFrames();
            publish(new FrameFormat(4, 4, 8), 2);
            assertThat(viewer.await(LONG)).isTrue();
            assertThat(old.pixels()).isEqualTo(Stamp.filled(SMALL, 1));
            assertThat(viewer.take().format()).isEqualTo(new FrameFormat(4, 4, 8));
        }
    }

    @Test
    void shouldRefuseMoreViewersThanItTakes() {
        try (FrameViewer one = viewer(); FrameViewer two = viewer(); FrameViewer three = viewer()) {
            assertThat(publisher.awaitViewers(3, LONG)).isTrue();
            assertThat(publisher.viewers()).isEqualTo(3);
            assertThatThrownBy(this::viewer).isInstanceOf(UnavailableException.class).hasMessageContaining("full");
            assertThat(one.hasNews() || two.hasNews() || three.hasNews()).isFalse();
        }
    }

    @Test
    void shouldRefuseFramesThatCannotBe() {
        assertThatThrownBy(() -> new FrameFormat(0, 1, 8)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new FrameFormat(1, 1, 12)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new FrameFormat(1 << 16, 1 << 16, 32)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> publisher.begin(new FrameFormat(4097, 2048, 32))).isInstanceOf(UsageException.class)
                .hasMessageContaining("the limit is 33554432 (max-frame-length)");
        assertThatThrownBy(() -> publisher.publish(SMALL, ByteBuffer.allocate(17))).isInstanceOf(UsageException.class)
                .hasMessageContaining("has 18 bytes, not 17");
        assertThat(publish(SMALL, 1)).isEqualTo(1);
    }

    private long files(String ending) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ending)).count();
        }
    }
}
