// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.MessageKind;
import io.shmooze.SessionClosedException;
import io.shmooze.room.RoomLine;
import io.shmooze.testing.Task;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OwnLinesTest {
    private final OwnLines lines = new OwnLines(2);
    private final List<OwnLine> published = new ArrayList<>();

    private OwnLine line(String id) {
        RoomLine said = new RoomLine(null, false, "alice", MessageKind.TEXT,
                ByteBuffer.wrap("hi".getBytes(StandardCharsets.UTF_8)));
        return new OwnLine(RoomMessage.of(id, "a", said), said);
    }

    private OwnLine add(String id) {
        OwnLine line = line(id);
        lines.add(line, published::add);
        return line;
    }

    @Test
    void shouldKeepLinesUntilNatsIsThereAndThenPublishAtOnce() {
        OwnLine first = add("1");
        OwnLine second = add("2");
        assertThat(published).isEmpty();
        assertThat(lines.unpublished()).isEqualTo(2);
        assertThat(lines.firstKeptOrOnline()).isSameAs(first);
        lines.stored(first);
        assertThat(lines.firstKeptOrOnline()).isSameAs(second);
        lines.stored(second);
        assertThat(lines.firstKeptOrOnline()).isNull();
        OwnLine third = add("3");
        assertThat(published).containsExactly(third);
        assertThat(lines.take("1")).isSameAs(first);
        assertThat(lines.take("1")).as("once").isNull();
        assertThat(lines.take("of another")).isNull();
    }

    @Test
    void shouldKeepNoMoreThanTold() throws InterruptedException {
        OwnLine first = add("1");
        OwnLine second = add("2");
        OwnLine third = add("3");
        assertThat(List.of(first.isKept(), second.isKept(), third.isKept())).containsExactly(true, true, false);
        assertThat(lines.unpublished()).isEqualTo(2);
        for (OwnLine each : List.of(first, second, third)) {
            assertThat(lines.awaitUnshown(Duration.ofMinutes(1))).isSameAs(each);
            lines.shown(each, null);
        }
        assertThat(lines.awaitUnshown(Duration.ofMillis(1))).isNull();
    }

    @Test
    void shouldLetTheSpeakerWaitUntilItsLineIsShown() throws Exception {
        OwnLine line = add("1");
        Task<Void> speaker = Task.run(() -> lines.awaitShown(line));
        OwnLine broken = add("2");
        lines.shown(broken, new IllegalStateException("no screen"));
        assertThatThrownBy(() -> lines.awaitShown(broken)).hasMessage("no screen");
        assertThat(speaker.isDone()).isFalse();
        lines.shown(line, null);
        speaker.result();
    }

    @Test
    void shouldShowAndForgetWhatTheStreamHasDropped() {
        OwnLine dropped = add("1");
        OwnLine waiting = add("2");
        lines.stored(dropped);
        List<OwnLine> shown = new ArrayList<>();
        lines.settle(shown::add);
        assertThat(shown).containsExactly(dropped);
        assertThat(lines.firstKeptOrOnline()).isSameAs(waiting);
    }

    @Test
    void shouldTellOnlyTheFirstTroubleOfEachConnection() {
        lines.trouble("early");
        assertThat(lines.trouble()).as("while it is away already").isNull();
        lines.firstKeptOrOnline();
        lines.trouble("first");
        lines.trouble("second");
        assertThat(lines.trouble()).isEqualTo("first");
        lines.offline();
        assertThat(lines.trouble()).isNull();
    }

    @Test
    void shouldReleaseTheSpeakersAtTheEnd() throws Exception {
        OwnLine line = add("1");
        Task<Void> speaker = Task.run(() -> lines.awaitShown(line));
        lines.close();
        speaker.result();
        assertThatThrownBy(() -> add("2")).isInstanceOf(SessionClosedException.class);
    }
}
