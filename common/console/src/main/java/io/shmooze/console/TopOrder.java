// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.Comparator;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The orders of {@code top}. The first letter is the key that chooses it. */
enum TopOrder {
    MESSAGES(TopSession::messages),
    BYTES(TopSession::bytes),
    LAG(TopSession::lagSeconds),
    CPU(TopSession::cpu),
    SLEEPS(TopSession::sleeps),
    /** Oldest first. */
    AGE(session -> -(double) session.beginNs()),
    NAME(session -> 0);

    private final ToDoubleFunction<TopSession> size;

    TopOrder(ToDoubleFunction<TopSession> size) {
        this.size = size;
    }

    /** As on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The largest first; those of one size by their names. */
    Comparator<TopSession> comparator() {
        return Comparator.comparingDouble(size).reversed().thenComparing(TopSession.byName());
    }
}
