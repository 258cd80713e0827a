// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.console.StandardStreams;

/** Starts the benchmark: {@code java -jar shmooze-bench.jar --help} says how it is used. */
public final class BenchMain {
    private BenchMain() {
    }

    /**
     * Measures and exits.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        StandardStreams.claim();
        System.exit(Bench.run(arguments, Contender.own()));
    }
}
