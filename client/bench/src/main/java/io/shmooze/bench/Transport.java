// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.nio.file.Path;

/**
 * A way to pass messages between two processes. An implementation has a public constructor that takes the variant as a
 * {@code String}; each end creates its own object in its own JVM. The start of the JVM is measured too, so load no more
 * than needed.
 */
public interface Transport {
    /**
     * Serves one asking end after the other until the process ends.
     *
     * @param directory of this run, which exists and is removed by the caller
     * @param handler gets each message that arrives; its answer goes back
     * @param ready to be called once, when asking ends may connect
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
