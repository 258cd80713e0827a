// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

/** The numbers of the messages that one thread sends over a connection. The top bits name the thread. */
final class SequenceNumbers {
    static final int MAX_THREADS = 4;

    private static final int THREAD_SHIFT = 56;

    private long next;

    SequenceNumbers(int thread) {
        this.next = (long) thread << THREAD_SHIFT;
    }

    /** The thread to which a number belongs. */
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
