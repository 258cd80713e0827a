// SPDX-License-Identifier: Apache-2.0
package io.shmooze.server;

import io.shmooze.console.ServerProgram;
import io.shmooze.console.Setting;
import io.shmooze.console.Wiring;

/** Starts the server program: {@code java -jar shmooze-server.jar --help} says how it is used. */
public final class ServerMain {
    private ServerMain() {
    }

    /**
     * Runs the program and exits.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(ServerProgram.run(arguments, ServerMain::start));
    }

    private static Runnable start(Wiring wiring) {
        return wiring.applyTo(ShmoozeServer.builder(wiring.channel()))
                .segmentSize(wiring.settings().get(Setting.SEGMENT_SIZE))
                .maxClients(wiring.settings().get(Setting.MAX_CLIENTS))
                .start()::close;
    }
}
