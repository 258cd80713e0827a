// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.nio.file.Path;

/**
 * A way to pass messages between two processes, as both ends know it. An implementation has a public constructor that
 * takes the variant as a {@code String}; each end makes its own object. It is made and used in a JVM of its own, whose
 * start-up is measured too: load no more than needed.
 */
public interface Transport {
    /**
     * Serves one asker after the other until the process ends.
     *
     * @param directory exists, belongs to this run, and is removed by others
     * @param handler gets each message that arrives; its answer goes back
     * @param ready to be called once, when askers may connect
     * @throws Exception which ends the process
     */
    void serve(Path directory, Handler handler, Runnable ready) throws Exception;

    /**
     * Connects to the other end, which serves already.
     *
     * @param directory the same
     * @return the connection
     * @throws Exception which ends the process
     */
    Connection connect(Path directory) throws Exception;
}
