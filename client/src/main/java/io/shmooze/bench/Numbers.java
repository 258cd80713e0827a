// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

/** Numbers the messages of a connection. */
final class Numbers {
    private long next;

    long next() {
        return next++;
    }

    long last() {
        return next - 1;
    }
}
