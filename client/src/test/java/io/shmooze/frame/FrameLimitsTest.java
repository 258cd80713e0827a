// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.UnavailableException;
import io.shmooze.UsageException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How much memory frames take, and what is too much. */
@Timeout(60)
class FrameLimitsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final FrameFormat SMALL = new FrameFormat(3, 2, 24);

    @RegisterExtension
    final Camera camera = new Camera(3);

    @Test
    void shouldMakeNoMoreBuffersThanAreNeeded() {
        try (FrameViewer viewer = camera.viewer()) {
            for (int i = 1; i <= 50; i++) {
                camera.publish(SMALL, i);
                assertThat(viewer.await(LONG)).isTrue();
                viewer.take();
            }
            assertThat(camera.files()).as("control file and two buffers").hasSize(3);
        }
        camera.publisher().close();
        assertThat(camera.files()).isEmpty();
    }

    @Test
    void shouldGiveTheBufferOfAViewerThatLeftToOthers() {
        for (int i = 1; i <= 12; i++) {
            camera.publish(SMALL, i);
            try (FrameViewer viewer = camera.viewer()) {
                assertThat(viewer.await(LONG)).isTrue();
                assertThat(viewer.take().number()).isEqualTo(i);
            }
        }
        assertThat(camera.files()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void shouldRefuseMoreViewersThanItTakes() {
        try (FrameViewer one = camera.viewer(); FrameViewer two = camera.viewer();
                FrameViewer three = camera.viewer()) {
            assertThat(camera.publisher().awaitViewers(3, LONG)).isTrue();
            assertThat(camera.publisher().viewers()).isEqualTo(3);
            assertThatThrownBy(camera::viewer).isInstanceOf(UnavailableException.class).hasMessageContaining("full");
            assertThat(one.hasNews() || two.hasNews() || three.hasNews()).isFalse();
        }
    }

    @Test
    void shouldRefuseFramesThatCannotBe() {
        assertThatThrownBy(() -> new FrameFormat(0, 1, 8)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new FrameFormat(1, 1, 12)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new FrameFormat(1 << 16, 1 << 16, 32)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> camera.publisher().begin(new FrameFormat(4097, 2048, 32)))
                .isInstanceOf(UsageException.class).hasMessageContaining("the limit is 33554432 (max-frame-length)");
        assertThatThrownBy(() -> camera.publisher().publish(SMALL, ByteBuffer.allocate(17)))
                .isInstanceOf(UsageException.class).hasMessageContaining("has 18 bytes, not 17");
        assertThat(camera.publish(SMALL, 1)).isEqualTo(1);
    }
}
