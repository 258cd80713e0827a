// SPDX-License-Identifier: Apache-2.0
package io.shmooze.testing;

/** The seed of a test that draws random numbers: another one each time, and said, so that a failure can be repeated. */
public final class Seed {
    private static final String PROPERTY = "shmooze.seed";

    private Seed() {
    }

    /**
     * Draws a seed and prints it.
     *
     * @param test who asks
     * @return the value of the system property {@code shmooze.seed} if there is one
     */
    public static long of(Class<?> test) {
        long seed = Long.getLong(PROPERTY, System.nanoTime() & 0xFFFF_FFFFL);
        System.out.println(test.getSimpleName() + " runs with -D" + PROPERTY + "=" + seed);
        return seed;
    }
}
