// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.ChannelKind;
import io.shmooze.DetachReason;
import io.shmooze.Session;
import io.shmooze.UsageException;
import io.shmooze.frame.FrameFormat;
import io.shmooze.frame.FramePublisher;
import io.shmooze.frame.FrameViewer;
import io.shmooze.picture.SharedPicture;
import io.shmooze.server.ShmoozeServer;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client is told what kind of channel it attaches to. */
@Timeout(120)
class ChannelKindTest {
    private static final long PID = ProcessHandle.current().pid();
    private static final FrameFormat SMALL = new FrameFormat(4, 4, 32);

    @RegisterExtension
    final Sessions sessions = new Sessions();

    @Test
    void shouldTellClientsWhatTheServerServes() {
        ShmoozeServer server = sessions.start(sessions.server());
        assertThat(sessions.connect(sessions.client()).peer().serves()).isEqualTo(ChannelKind.MESSAGES);
        assertThat(sessions.accept(server).peer().serves()).isNull();
    }

    @Test
    void shouldTellClientsThatTheServerIsARoom() {
        ShmoozeServer server = sessions.start(sessions.server().room());
        Session client = sessions.connect(sessions.client());
        assertThat(client.peer().serves()).isEqualTo(ChannelKind.ROOM);
        sessions.accept(server).send("alice> hello");
        assertThat(client.receive(Sessions.LONG).peer().serves()).isEqualTo(ChannelKind.ROOM);
    }

    @Test
    void shouldNotAttachToFramesForMessages() {
        try (FramePublisher publisher = sessions.server().publishFrames()) {
            assertThatThrownBy(() -> sessions.client().connect()).isInstanceOf(UsageException.class)
                    .hasMessage("Channel 'test' carries frames, not messages (its server is pid " + PID
                            + ", unverified): the command frames --key test shows it");
            assertThat(publisher.viewers()).isZero();
        }
    }

    @Test
    void shouldNotAttachToAPictureForMessages() {
        try (SharedPicture picture = SharedPicture.share(sessions.server()::publishFrames)) {
            picture.publish(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB));
            assertThatThrownBy(() -> sessions.client().connect()).isInstanceOf(UsageException.class)
                    .hasMessageContaining("carries a picture, not messages").hasMessageContaining("picture --key test");
        }
    }

    @Test
    void shouldNotAttachToMessagesForFramesOrAPicture() {
        ShmoozeServer server = sessions.start(sessions.server());
        assertThatThrownBy(() -> sessions.client().viewFrames()).isInstanceOf(UsageException.class)
                .hasMessage("Channel 'test' carries messages, not frames (its server is pid " + PID
                        + ", unverified): a client without a command exchanges them");
        assertThatThrownBy(() -> SharedPicture.open(sessions.client()::viewFrames)).isInstanceOf(UsageException.class)
                .hasMessageContaining("carries messages, not a picture");
        Session client = sessions.connect(sessions.client());
        client.send("undisturbed");
        assertThat(sessions.accept(server).receive(Sessions.LONG).text()).isEqualTo("undisturbed");
    }

    @Test
    void shouldNotAttachToARoomForFrames() {
        sessions.start(sessions.server().room());
        assertThatThrownBy(() -> sessions.client().viewFrames()).isInstanceOf(UsageException.class)
                .hasMessageContaining("carries messages, not frames");
    }

    @Test
    void shouldViewAPictureAsFramesAndFramesAsAPicture() {
        try (SharedPicture picture = SharedPicture.share(sessions.server()::publishFrames);
                FrameViewer viewer = sessions.client().viewFrames()) {
            picture.publish(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB));
            assertThat(viewer.await(Sessions.LONG)).isTrue();
            assertThat(viewer.publisher().serves()).isEqualTo(ChannelKind.PICTURE);
        }
        try (FramePublisher publisher = sessions.server().publishFrames();
                SharedPicture picture = SharedPicture.open(sessions.client()::viewFrames)) {
            publisher.begin(SMALL);
            publisher.publish();
            assertThat(picture.awaitChange(Sessions.LONG)).isTrue();
            assertThat(picture.load().getWidth()).isEqualTo(SMALL.width());
        }
    }

    @Test
    void shouldEndASessionWhoseNextServerServesSomethingElse() {
        SessionRecorder recorder = new SessionRecorder();
        ShmoozeServer server = sessions.start(sessions.server());
        sessions.connect(sessions.client().sessionListener(recorder));
        server.close();
        recorder.awaitDetached(1);
        try (FramePublisher publisher = sessions.server().publishFrames()) {
            assertThat(recorder.awaitDetached(2).detail()).contains("carries frames, not messages");
            assertThat(recorder.awaitDetached(2).reason()).isEqualTo(DetachReason.CLOSED_BY_PEER);
            assertThat(publisher.viewers()).isZero();
        }
    }
}
