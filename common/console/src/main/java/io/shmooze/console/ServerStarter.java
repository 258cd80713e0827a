// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

/** Starts the library's server; the console is below it and cannot name it. */
@FunctionalInterface
public interface ServerStarter {
    /**
     * Starts it.
     *
     * @param wiring how
     * @return what closes it again
     */
    Runnable start(Wiring wiring);
}
