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

/** The memory of frames and its limits. */
@Timeout(60)
class FrameLimitsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final FrameFormat SMALL = new FrameFormat(3, 2, 24);

    @RegisterExtension
    final FrameFixture fixture = new FrameFixture(3);

    @Test
    void shouldMakeNoMoreBuffersThanAreNeeded() {
        try (FrameViewer viewer = fixture.viewer()) {
            for (int i = 1; i <= 50; i++) {
                fixture.publish(SMALL, i);
                assertThat(viewer.await(LONG)).isTrue();
                viewer.take();
            }
            assertThat(fixture.files()).as("control file and two buffers").hasSize(3);
        }
        fixture.publisher().close();
        assertThat(fixture.files()).isEmpty();
    }

    @Test
    void shouldGiveTheBufferOfAViewerThatLeftToOthers() {
        for (int i = 1; i <= 12; i++) {
            fixture.publish(SMALL, i);
            try (FrameViewer viewer = fixture.viewer()) {
                assertThat(viewer.await(LONG)).isTrue();
                assertThat(viewer.take().number()).isEqualTo(i);
            }
        }
        assertThat(fixture.files()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void shouldRefuseMoreViewersThanItTakes() {
        try (FrameViewer one = fixture.viewer(); FrameViewer two = fixture.viewer();
                FrameViewer three = fixture.viewer()) {
            assertThat(fixture.publisher().awaitViewers(3, LONG)).isTrue();
            assertThat(fixture.publisher().viewers()).isEqualTo(3);
            assertThatThrownBy(fixture::viewer).isInstanceOf(UnavailableException.class).hasMessageContaining("full");
            assertThat(one.hasNews() || two.hasNews() || three.hasNews()).isFalse();
        }
    }

    @Test
    void shouldRefuseImpossibleFormats() {
        assertThatThrownBy(() -> new FrameFormat(0, 1, 8)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new FrameFormat(1, 1, 12)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new FrameFormat(1 << 16, 1 << 16, 32)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> fixture.publisher().begin(new FrameFormat(4097, 2048, 32)))
                .isInstanceOf(UsageException.class).hasMessageContaining("the limit is 33554432 (max-frame-length)");
        assertThatThrownBy(() -> fixture.publisher().publish(SMALL, ByteBuffer.allocate(17)))
                .isInstanceOf(UsageException.class).hasMessageContaining("has 18 bytes, not 17");
        assertThat(fixture.publish(SMALL, 1)).isEqualTo(1);
    }
}
