// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.Session;
import io.shmooze.console.ClientProgram;
import io.shmooze.console.CommandName;
import io.shmooze.console.FrameClientProgram;
import io.shmooze.console.InspectProgram;
import io.shmooze.console.ListProgram;
import io.shmooze.console.PictureClientProgram;
import io.shmooze.console.QtCommand;
import io.shmooze.console.RelayProgram;
import io.shmooze.console.ReplayProgram;
import io.shmooze.console.Role;
import io.shmooze.console.SessionConfig;
import io.shmooze.console.Setting;
import io.shmooze.console.StandardStreams;
import io.shmooze.console.TailProgram;
import io.shmooze.console.TopProgram;
import io.shmooze.picture.SharedPicture;
import java.time.Duration;
import java.util.Arrays;

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
        StandardStreams.claim();
        System.exit(run(CommandName.resolve(Role.CLIENT, arguments)));
    }

    private static int run(String... arguments) {
        return switch (arguments.length == 0 ? "" : arguments[0]) {
            case CommandName.BENCH -> ClientProgram.bench();
            case QtCommand.STATUS, QtCommand.CLEAN -> QtCommand.run(arguments);
            case CommandName.SEND -> ClientProgram.run(Role.SEND_CLIENT, rest(arguments), ClientMain::connect);
            case CommandName.RECEIVE -> ClientProgram.run(Role.RECEIVE_CLIENT, rest(arguments), ClientMain::connect);
            case CommandName.FRAMES -> FrameClientProgram.run(rest(arguments), config -> builder(config).viewFrames());
            case CommandName.PICTURE ->
                PictureClientProgram.run(rest(arguments), config -> SharedPicture.open(builder(config)::viewFrames));
            case CommandName.INSPECT -> InspectProgram.run(Role.INSPECT_CLIENT, rest(arguments));
            case CommandName.TAIL -> TailProgram.run(Role.TAIL_CLIENT, rest(arguments));
            case CommandName.REPLAY -> ReplayProgram.run(rest(arguments), ClientMain::connect);
            case CommandName.LS -> ListProgram.run(Role.LS_CLIENT, rest(arguments));
            case CommandName.TOP -> TopProgram.run(Role.TOP_CLIENT, rest(arguments));
            case CommandName.RELAY -> RelayProgram.attach(rest(arguments), (config, relay) ->
                    relay.applyTo(builder(config)).reconnectTimeout(Duration.ZERO).connect());
            default -> ClientProgram.run(Role.CLIENT, arguments, ClientMain::connect);
        };
    }

    private static String[] rest(String[] arguments) {
        return Arrays.copyOfRange(arguments, 1, arguments.length);
    }

    private static Session connect(SessionConfig config) {
        return builder(config).connect();
    }

    private static ClientBuilder builder(SessionConfig config) {
        return config.applyTo(ShmoozeClient.builder(config.channel())).onUnserved(config.onUnserved())
                .connectTimeout(config.settings().get(Setting.CONNECT_TIMEOUT))
                .reconnectTimeout(config.settings().get(Setting.RECONNECT_TIMEOUT));
    }
}
