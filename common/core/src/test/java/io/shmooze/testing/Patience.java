// SPDX-License-Identifier: Apache-2.0
package io.shmooze.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits for conditions: looks often, because most come soon, and long, because machines may be busy. */
public final class Patience {
    private static final Duration LONG = Duration.ofSeconds(60);

    private Patience() {
    }

    /**
     * Waits until something is so.
     *
     * @param condition looked at every other millisecond
     */
    public static void until(Callable<Boolean> condition) {
        await().until(condition);
    }

    /**
     * A wait to be described further.
     *
     * @return patient
     */
    public static ConditionFactory await() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).atMost(LONG);
    }
}
