// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.Session;
import io.shmooze.console.ClientProgram;
import io.shmooze.console.Setting;
import io.shmooze.console.Wiring;

/** Starts the client program: {@code java -jar shmooze-client.jar --help} says how it is used. */
public final class ClientMain {
    private ClientMain() {
    }

    /**
     * Runs the program and exits.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(ClientProgram.run(arguments, ClientMain::connect));
    }

    private static Session connect(Wiring wiring) {
        return wiring.applyTo(ShmoozeClient.builder(wiring.channel()))
                .connectTimeout(wiring.settings().get(Setting.CONNECT_TIMEOUT))
                .reconnectTimeout(wiring.settings().get(Setting.RECONNECT_TIMEOUT))
                .connect();
    }
}
