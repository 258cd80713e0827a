// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.SessionClosedException;
import io.shmooze.testing.Task;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The frames that viewers get from a publisher. */
@Timeout(60)
class FramesTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final FrameFormat SMALL = new FrameFormat(3, 2, 24);

    @RegisterExtension
    final FrameFixture fixture = new FrameFixture(3);

    @Test
    void shouldShowTheNewestFrame() {
        try (FrameViewer viewer = fixture.viewer()) {
            assertThat(viewer.take()).isNull();
            assertThat(viewer.await(Duration.ZERO)).isFalse();
            Instant before = Instant.now();
            assertThat(fixture.publish(SMALL, 5)).isEqualTo(1);
            assertThat(viewer.await(LONG)).isTrue();
            try (Frame frame = viewer.take()) {
                assertThat(frame.number()).isEqualTo(1);
                assertThat(frame.format()).isEqualTo(SMALL);
                assertThat(frame.time()).isBetween(before, Instant.now());
                assertThat(frame.age()).isPositive();
                assertThat(frame.pixels()).isEqualTo(ChecksummedPixels.filled(SMALL, 5));
                assertThat(frame.pixels().isReadOnly()).isTrue();
            }
            assertThat(viewer.hasNews()).isFalse();
            assertThat(viewer.missed()).isZero();
        }
    }

    @Test
    void shouldCountMissedFrames() {
        try (FrameViewer viewer = fixture.viewer()) {
            fixture.publish(SMALL, 1);
            assertThat(viewer.await(LONG)).isTrue();
            viewer.take();
            for (int i = 2; i <= 10; i++) {
                fixture.publish(SMALL, i);
            }
            assertThat(viewer.take().number()).isEqualTo(10);
            assertThat(viewer.take().number()).isEqualTo(10);
            assertThat(viewer.missed()).isEqualTo(8);
        }
    }

    @Test
    void shouldKeepAPinnedFrameWhateverIsPublished() {
        try (FrameViewer viewer = fixture.viewer(); FrameViewer other = fixture.viewer()) {
            fixture.publish(SMALL, 1);
            assertThat(viewer.await(LONG)).isTrue();
            Frame pinned = viewer.take();
            for (int i = 2; i <= 20; i++) {
                fixture.publish(new FrameFormat(i, 2, 24), i);
                assertThat(other.await(LONG)).isTrue();
                assertThat(other.take().format().width()).isEqualTo(i);
            }
            assertThat(pinned.pixels()).isEqualTo(ChecksummedPixels.filled(SMALL, 1));
            assertThat(pinned.isIntact()).isTrue();
            pinned.close();
            assertThatThrownBy(pinned::pixels).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldWriteInPlaceAndCopyOut() {
        try (FrameViewer viewer = fixture.viewer()) {
            fixture.publisher().begin(SMALL).put(ChecksummedPixels.filled(SMALL, 1));
            fixture.publisher().begin(SMALL).put(ChecksummedPixels.filled(SMALL, 9));
            assertThat(fixture.publisher().publish()).isEqualTo(1);
            assertThatThrownBy(fixture.publisher()::publish).isInstanceOf(IllegalStateException.class);
            assertThat(fixture.publisher().newest().pixels()).isEqualTo(ChecksummedPixels.filled(SMALL, 9));
            assertThat(viewer.await(LONG)).isTrue();
            ByteBuffer copy = ByteBuffer.allocate(SMALL.length());
            Frame frame = viewer.take();
            frame.copyTo(copy);
            assertThat(copy.flip()).isEqualTo(ChecksummedPixels.filled(SMALL, 9));
            assertThatThrownBy(() -> frame.copyTo(ByteBuffer.allocate(SMALL.length() - 1)))
                    .isInstanceOf(java.nio.BufferOverflowException.class);
        }
    }

    @Test
    void shouldWakeAViewerThatSleeps() throws Exception {
        try (FrameViewer viewer = fixture.viewer()) {
            for (int i = 1; i <= 200; i++) {
                Task<Boolean> sleeper = Task.call(() -> viewer.await(LONG));
                fixture.publish(SMALL, i);
                assertThat(sleeper.result()).isTrue();
                assertThat(viewer.take().number()).isEqualTo(i);
            }
        }
    }

    @Test
    void shouldEndAWaitWhenTheViewerIsClosed() throws Exception {
        FrameViewer viewer = fixture.viewer();
        Task<Boolean> sleeper = Task.call(() -> viewer.await(LONG));
        viewer.close();
        sleeper.assertThrew(SessionClosedException.class);
        assertThatThrownBy(viewer::take).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldEndWithThePublisher() {
        try (FrameViewer viewer = fixture.viewer()) {
            fixture.publisher().close();
            assertThatThrownBy(() -> viewer.await(LONG)).isInstanceOf(SessionClosedException.class);
            assertThat(viewer.take()).isNull();
        }
        assertThatThrownBy(() -> fixture.publisher().begin(SMALL)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldGoOnWithTheNextPublisher() {
        try (FrameViewer viewer = fixture.client().viewFrames()) {
            fixture.publish(SMALL, 1);
            assertThat(viewer.await(LONG)).isTrue();
            Frame old = viewer.take();
            fixture.publisher().close();
            fixture.start();
            fixture.publish(new FrameFormat(4, 4, 8), 2);
            assertThat(viewer.await(LONG)).isTrue();
            assertThat(old.pixels()).isEqualTo(ChecksummedPixels.filled(SMALL, 1));
            assertThat(viewer.take().format()).isEqualTo(new FrameFormat(4, 4, 8));
        }
    }
}
