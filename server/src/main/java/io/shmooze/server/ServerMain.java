// SPDX-License-Identifier: Apache-2.0
package io.shmooze.server;

import io.shmooze.console.CommandName;
import io.shmooze.console.FrameServerProgram;
import io.shmooze.console.InspectProgram;
import io.shmooze.console.ListProgram;
import io.shmooze.console.PictureServerProgram;
import io.shmooze.console.RelayProgram;
import io.shmooze.console.Role;
import io.shmooze.console.ServerProgram;
import io.shmooze.console.SessionConfig;
import io.shmooze.console.Setting;
import io.shmooze.console.StandardStreams;
import io.shmooze.console.TailProgram;
import io.shmooze.console.TopProgram;
import io.shmooze.picture.SharedPicture;
import java.util.Arrays;

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
        StandardStreams.claim();
        System.exit(run(CommandName.resolve(Role.SERVER, arguments)));
    }

    private static int run(String... arguments) {
        return switch (arguments.length == 0 ? "" : arguments[0]) {
            case CommandName.SEND -> ServerProgram.run(Role.SEND_SERVER, rest(arguments), ServerMain::start);
            case CommandName.RECEIVE -> ServerProgram.run(Role.RECEIVE_SERVER, rest(arguments), ServerMain::start);
            case CommandName.FRAMES ->
                FrameServerProgram.run(rest(arguments), config -> frames(config).publishFrames());
            case CommandName.PICTURE ->
                PictureServerProgram.run(rest(arguments), config -> SharedPicture.share(frames(config)::publishFrames));
            case CommandName.INSPECT -> InspectProgram.run(Role.INSPECT_SERVER, rest(arguments));
            case CommandName.TAIL -> TailProgram.run(Role.TAIL_SERVER, rest(arguments));
            case CommandName.LS -> ListProgram.run(Role.LS_SERVER, rest(arguments));
            case CommandName.TOP -> TopProgram.run(Role.TOP_SERVER, rest(arguments));
            case CommandName.RELAY -> RelayProgram.serve(rest(arguments), (config, relay) ->
                    relay.applyTo(messages(config)).start());
            default -> ServerProgram.run(Role.SERVER, arguments, ServerMain::start);
        };
    }

    private static String[] rest(String[] arguments) {
        return Arrays.copyOfRange(arguments, 1, arguments.length);
    }

    private static Runnable start(SessionConfig config) {
        ServerBuilder builder = messages(config);
        return (config.isRoom() ? builder.room() : builder).start()::close;
    }

    private static ServerBuilder messages(SessionConfig config) {
        return builder(config).segmentSize(config.settings().get(Setting.SEGMENT_SIZE))
                .bulkSize(config.settings().get(Setting.BULK_SIZE));
    }

    private static ServerBuilder frames(SessionConfig config) {
        return builder(config).maxFrameLength(config.settings().get(Setting.MAX_FRAME_LENGTH));
    }

    private static ServerBuilder builder(SessionConfig config) {
        return config.applyTo(ShmoozeServer.builder(config.channel()))
                .maxClients(config.settings().get(Setting.MAX_CLIENTS));
    }
}
