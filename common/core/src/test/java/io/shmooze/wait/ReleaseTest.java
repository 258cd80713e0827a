// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import static io.shmooze.wait.BellPair.inAnHour;
import static io.shmooze.wait.BellPair.listener;
import static io.shmooze.wait.BellPair.sleeper;
import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a side's use of the segment, which comes after its hanging up. */
@Timeout(60)
class ReleaseTest {
    private static final long AN_HOUR_NS = TimeUnit.HOURS.toNanos(1);
    private static final long A_MOMENT_NS = TimeUnit.MILLISECONDS.toNanos(20);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNoticeTheHangUpBeforeTheRelease(boolean polled) throws Exception {
        try (BellPair pair = new BellPair(polled)) {
            Task<Void> listener = listener(pair.there);
            Task<Void> sleeper = sleeper(pair.there);
            pair.here.close();
            listener.result();
            sleeper.result();
            assertThat(pair.there.isHungUp()).isTrue();
            assertThat(pair.there.awaitRelease(A_MOMENT_NS)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldWaitUntilThePeerHasReleased(boolean polled) throws Exception {
        try (BellPair pair = new BellPair(polled)) {
            pair.here.close();
            pair.there.close();
            Task<Boolean> waiter = Task.call(() -> pair.there.awaitRelease(AN_HOUR_NS));
            Patience.until(() -> isInNativeWait(waiter));
            pair.here.release();
            assertThat(waiter.result()).isTrue();
        }
    }

    private static boolean isInNativeWait(Task<?> task) {
        for (StackTraceElement frame : task.thread().getStackTrace()) {
            if (frame.getMethodName().equals("select")) {
                return true;
            }
        }
        return false;
    }

    /** Both have views that keep the segment mapped. */
    @Test
    void shouldNotWaitForEachOther() throws Exception {
        try (BellPair pair = new BellPair()) {
            pair.here.close();
            pair.there.close();
            Task<Boolean> here = Task.call(() -> pair.here.awaitRelease(AN_HOUR_NS));
            assertThat(pair.there.awaitRelease(AN_HOUR_NS)).isTrue();
            assertThat(here.result()).isTrue();
        }
    }

    @Test
    void shouldNotReleaseWhenAnInterruptedThreadHangsUp() throws Exception {
        try (BellPair pair = new BellPair()) {
            Task<Void> listener = listener(pair.here);
            Thread.currentThread().interrupt();
            pair.here.close();
            assertThat(Thread.interrupted()).isTrue();
            listener.result();
            pair.there.close();
            assertThat(pair.there.awaitRelease(A_MOMENT_NS)).isFalse();
        }
    }

    @Test
    void shouldWaitInAnInterruptedThread() throws Exception {
        try (BellPair pair = new BellPair()) {
            pair.here.close();
            pair.there.close();
            Task<Boolean> waiter = Task.call(() -> {
                Thread.currentThread().interrupt();
                boolean released = pair.there.awaitRelease(AN_HOUR_NS);
                return released && Thread.interrupted();
            });
            Patience.until(() -> isInNativeWait(waiter));
            pair.here.release();
            assertThat(waiter.result()).isTrue();
        }
    }

    @Test
    void shouldKnowThatADeadPeerHasReleased() throws Exception {
        try (BellPair pair = new BellPair()) {
            pair.here.close();
            pair.here.awaitRelease(0);
            pair.there.sleep(pair.there.bells(), inAnHour());
            pair.there.close();
            assertThat(pair.there.awaitRelease(AN_HOUR_NS)).isTrue();
        }
    }

    @Test
    void shouldNotTakeTheHangUpOfAPeerThatDoesNotHalfCloseForItsRelease() throws Exception {
        try (BellPair pair = new BellPair(false, false)) {
            pair.here.close();
            pair.there.sleep(pair.there.bells(), inAnHour());
            pair.there.close();
            assertThat(pair.there.awaitRelease(AN_HOUR_NS)).isFalse();
        }
    }
}
