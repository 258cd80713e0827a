// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.MessageKind;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A step that moves to the wide lane and meets an Error fails the attachment: nobody knows how far it has come. */
@Timeout(60)
class WideLaneFailureTest {
    private static final int BULK = 8192;
    private static final int WIDE = 8192;
    private static final String DETAIL = "no memory left";

    private final MemoryPair pair = new MemoryPair(MemoryPair.options(null), BULK, WIDE, () -> {
        throw new OutOfMemoryError(DETAIL);
    });

    @Test
    void shouldFailWhenItPublishes() {
        assertFails(lane -> lane.publishWhole(MessageKind.TEXT, MemoryPair.text("x".repeat(200))));
    }

    @Test
    void shouldFailWhenItClaims() {
        assertFails(lane -> lane.claim(200));
    }

    @Test
    void shouldFailWhenItLooksWhetherAMessageIsFragmented() {
        assertFails(lane -> lane.isFragmented(200));
    }

    @Test
    void shouldFailWhenItLooksForRoom() {
        assertFails(lane -> lane.fits(200));
    }

    @Test
    void shouldFailWhenItLooksHowMuchTheLaneHolds() {
        assertFails(lane -> lane.canHold(200));
    }

    private void assertFails(Consumer<OutgoingLane> step) {
        assertThatThrownBy(() -> step.accept(pair.server.outgoing())).isInstanceOf(OutOfMemoryError.class)
                .hasMessage(DETAIL);
        assertThat(pair.server.failure()).contains(DETAIL);
    }
}
