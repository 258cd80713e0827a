// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

/** Numbers the messages that one thread sends over a connection. The top bits are the thread's. */
final class Numbers {
    static final int MAX_THREADS = 2;

    private static final int THREAD_SHIFT = 56;

    private long next;

    Numbers(int thread) {
        this.next = (long) thread << THREAD_SHIFT;
    }

    /** Which thread has drawn a number, if any has. */
    static int thread(long number) {
        return (int) (number >>> THREAD_SHIFT) & MAX_THREADS - 1;
    }

    long next() {
        return next++;
    }

    long last() {
        return next - 1;
    }
}
