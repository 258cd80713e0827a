// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.Session;
import io.shmooze.bench.Bench;
import io.shmooze.bench.Contender;
import io.shmooze.console.ClientProgram;
import io.shmooze.console.QtCommand;
import io.shmooze.console.Setting;
import io.shmooze.console.Wiring;
import java.util.Arrays;

/** Starts the client program: {@code java -jar shmooze-client.jar --help} says how it is used. */
public final class ClientMain {
    /** As the first word, not the name of a channel. */
    private static final String BENCH = "bench";

    private ClientMain() {
    }

    /**
     * Runs the program and exits.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        return switch (arguments.length == 0 ? "" : arguments[0]) {
            case BENCH -> bench(arguments);
            case QtCommand.STATUS, QtCommand.CLEAN -> QtCommand.run(arguments);
            default -> ClientProgram.run(arguments, ClientMain::connect);
        };
    }

    /** Apart, so that a client that chats does not load it. */
    private static int bench(String[] arguments) {
        return Bench.run(Arrays.copyOfRange(arguments, 1, arguments.length), Contender.own());
    }

    private static Session connect(Wiring wiring) {
        return wiring.applyTo(ShmoozeClient.builder(wiring.channel()))
                .connectTimeout(wiring.settings().get(Setting.CONNECT_TIMEOUT))
                .reconnectTimeout(wiring.settings().get(Setting.RECONNECT_TIMEOUT))
                .connect();
    }
}
