// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** How users of Agrona and Aeron wait. */
final class Waits {
    static final String SPINNING = "spinning";

    private Waits() {
    }

    static IdleStrategy strategy(String variant) {
        return variant.equals(SPINNING) ? BusySpinIdleStrategy.INSTANCE : new BackoffIdleStrategy();
    }
}
