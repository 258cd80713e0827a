// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.Detachment;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionListener;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Seed;
import io.shmooze.testing.Tools;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Publishers and viewers are killed, in the middle of a frame and at any other moment. */
@Timeout(240)
class FrameCrashSystemTest {
    private static final Random RANDOM = new Random(Seed.of(FrameCrashSystemTest.class));
    private static final int KILLS = Integer.getInteger("shmooze.frame.kills", 6);
    private static final int LONGEST_LIFE_MS = 400;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int KILLED = 128 + 9;
    private static final String ENDLESS = Long.toString(Long.MAX_VALUE);

    @RegisterExtension
    final Programs programs = new Programs();

    private FrameViewer viewer(Duration reconnectTimeout) {
        return ShmoozeClient.builder(FramePartner.CHANNEL).directory(programs.directory()).connectTimeout(LONG)
                .reconnectTimeout(reconnectTimeout).viewFrames();
    }

    @Test
    void shouldKeepTheLastWholeFrameOfAPublisherKilledInTheNextOne() {
        Program publisher = FramePartner.start(programs, "half");
        try (FrameViewer viewer = viewer(Duration.ZERO)) {
            publisher.awaitOutput("half");
            publisher.kill();
            assertThat(viewer.await(LONG)).isTrue();
            Frame last = viewer.take();
            assertThat(last.number()).isEqualTo(1);
            assertThat(ChecksummedPixels.isWhole(last.pixels())).isTrue();
            assertThatThrownBy(() -> viewer.await(LONG)).isInstanceOf(SessionClosedException.class);
            assertThat(ChecksummedPixels.isWhole(viewer.take().pixels())).as("taken again after the end").isTrue();
        }
        assertThat(programs.leftovers()).containsExactly("cam.lock", "cam.sock");
    }

    @Test
    void shouldRemoveTheFilesOfADeadPublisherWithTheLastViewer() {
        Program publisher = FramePartner.start(programs, "publish", "10", "1");
        AtomicBoolean died = new AtomicBoolean();
        try (FrameViewer viewer = ShmoozeClient.builder(FramePartner.CHANNEL).directory(programs.directory())
                .connectTimeout(LONG).reconnectTimeout(LONG).sessionListener(new SessionListener() {
                    @Override
                    public void onDetached(Session session, Detachment detachment) {
                        died.set(true);
                    }
                }).viewFrames()) {
            assertThat(viewer.await(LONG)).isTrue();
            publisher.kill();
            Patience.until(() -> {
                viewer.await(Duration.ZERO);
                return died.get();
            });
            assertThat(frameFiles()).isNotEmpty();
        }
        assertThat(programs.leftovers()).containsExactly("cam.lock", "cam.sock");
    }

    @Test
    void shouldRemoveAllFilesWhenAnyServerStarts() {
        Program publisher = FramePartner.start(programs, "publish", ENDLESS, "1");
        Program viewer = FramePartner.start(programs, "view", ENDLESS, "1000");
        publisher.awaitOutput("ready");
        viewer.awaitOutput("ready");
        Patience.until(() -> frameFiles().size() > 2);
        startAndStop("other");
        assertThat(frameFiles()).as("of a publisher that lives").hasSizeGreaterThan(2);
        Tools.run("kill", "-9", Long.toString(publisher.pid()), Long.toString(viewer.pid()));
        publisher.awaitExit(KILLED);
        viewer.awaitExit(KILLED);
        assertThat(frameFiles()).as("when publisher and viewer are dead").hasSizeGreaterThan(2);
        startAndStop("other");
        assertThat(programs.leftovers()).containsExactly("cam.lock", "cam.sock", "other.lock");
    }

    private void startAndStop(String channel) {
        ShmoozeServer.builder(channel).directory(programs.directory()).start().close();
    }

    private List<String> frameFiles() {
        return programs.leftovers().stream().filter(name -> name.endsWith(".frame")).toList();
    }

    @Test
    void shouldSeeWholeFramesOfPublishersKilledAtAnyMoment() {
        int taken = 0;
        Program publisher = FramePartner.start(programs, "publish", ENDLESS, "1");
        try (FrameViewer viewer = viewer(LONG)) {
            for (int i = 0; i < KILLS; i++) {
                assertThat(viewer.await(LONG)).isTrue();
                long pid = viewer.publisher().pid();
                assertThat(pid).isEqualTo(publisher.pid());
                taken += viewFor(viewer, RANDOM.nextInt(LONGEST_LIFE_MS));
                publisher.signal("KILL");
                publisher = FramePartner.start(programs, "publish", ENDLESS, "1");
                taken += viewWhile(viewer, pid);
            }
        }
        assertThat(taken).isGreaterThan(KILLS);
        publisher.kill();
        // The next publisher removes the files.
        ShmoozeServer.builder(FramePartner.CHANNEL).directory(programs.directory()).publishFrames().close();
        assertThat(programs.leftovers()).containsExactly("cam.lock");
    }

    private static int viewFor(FrameViewer viewer, int ms) {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        int count = 0;
        while (System.nanoTime() - endNs < 0 && viewer.await(Duration.ofMillis(ms))) {
            count += look(viewer);
        }
        return count;
    }

    /** Takes frames until the next publisher has come. */
    private static int viewWhile(FrameViewer viewer, long pid) {
        int count = 0;
        while (viewer.publisher().pid() == pid) {
            count += viewer.await(Duration.ofMillis(1)) ? look(viewer) : 0;
        }
        return count;
    }

    private static int look(FrameViewer viewer) {
        try (Frame frame = viewer.take()) {
            if (frame != null) {
                assertThat(ChecksummedPixels.isWhole(frame.pixels())).as("frame %d is whole", frame.number()).isTrue();
                assertThat(frame.isIntact()).isTrue();
            }
            return frame == null ? 0 : 1;
        }
    }

    @Test
    void shouldTakeBackTheBuffersOfViewersKilledAtAnyMoment() {
        try (FramePublisher publisher = ShmoozeServer.builder(FramePartner.CHANNEL).directory(programs.directory())
                .maxClients(2).publishFrames(); FrameViewer witness = viewer(Duration.ZERO)) {
            long number = 0;
            for (int i = 0; i < KILLS; i++) {
                Program victim = FramePartner.start(programs, "view", ENDLESS, "1000");
                long endNs = 0;
                while (endNs == 0 || System.nanoTime() - endNs < 0) {
                    assertThat(victim.isAlive()).as(victim::errors).isTrue();
                    ChecksummedPixels.write(publisher.begin(FramePartner.FORMAT), ++number);
                    publisher.publish();
                    look(witness);
                    LockSupport.parkNanos(100_000);
                    if (endNs == 0 && publisher.viewers() == 2) {
                        endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RANDOM.nextInt(LONGEST_LIFE_MS));
                    }
                }
                victim.signal("KILL");
                Patience.until(() -> publisher.viewers() == 1);
            }
            assertThat(frameFiles()).as("the control file, and a buffer for each of two viewers and two more")
                    .hasSizeBetween(3, 5);
        }
        assertThat(programs.leftovers()).containsExactly("cam.lock");
    }
}
