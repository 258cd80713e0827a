// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The line that a client prints when its server is not there at once. */
final class ConnectNotice {
    /** To find a server that is there takes less. */
    private static final Duration DELAY = Duration.ofMillis(500);

    private ConnectNotice() {
    }

    /**
     * Waits for the delay or the end of the program. Then, if the client is still alone and goes on waiting, announces
     * how long it will wait.
     *
     * @param timeout how long the client waits in all; it is not announced if it is no longer than the delay
     */
    static void announce(Shutdown shutdown, BooleanSupplier alone, Duration timeout, Consumer<String> screen)
            throws InterruptedException {
        boolean over = shutdown.awaitUntil(System.nanoTime() + Math.min(DELAY.toNanos(), timeout.toNanos()));
        if (!over && alone.getAsBoolean() && timeout.compareTo(DELAY) > 0) {
            screen.accept("Nobody is there yet: waiting up to " + Quantities.time(timeout) + ", Ctrl-C gives up");
        }
    }
}
