// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** The idle strategies of the variants of Agrona and Aeron. */
final class IdleStrategies {
    static final String SPINNING = "spinning";

    private IdleStrategies() {
    }

    static boolean spins(String variant) {
        return variant.startsWith(SPINNING);
    }

    static IdleStrategy of(String variant) {
        return spins(variant) ? BusySpinIdleStrategy.INSTANCE : new BackoffIdleStrategy();
    }
}
