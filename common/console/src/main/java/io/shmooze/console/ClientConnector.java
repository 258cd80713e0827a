// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Session;

/** Attaches the library's client; the console is below it and cannot name it. */
@FunctionalInterface
public interface ClientConnector {
    /**
     * Attaches it.
     *
     * @param wiring how
     * @return the session
     */
    Session connect(Wiring wiring);
}
