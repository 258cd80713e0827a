// SPDX-License-Identifier: Apache-2.0
package io.shmooze.server;

import io.shmooze.console.CommandName;
import io.shmooze.console.FrameServerProgram;
import io.shmooze.console.PictureServerProgram;
import io.shmooze.console.Role;
import io.shmooze.console.ServerProgram;
import io.shmooze.console.Setting;
import io.shmooze.console.StandardStreams;
import io.shmooze.console.Wiring;
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
                FrameServerProgram.run(rest(arguments), wiring -> frames(wiring).publishFrames());
            case CommandName.PICTURE ->
                PictureServerProgram.run(rest(arguments), wiring -> SharedPicture.share(frames(wiring)::publishFrames));
            default -> ServerProgram.run(Role.SERVER, arguments, ServerMain::start);
        };
    }

    private static String[] rest(String[] arguments) {
        return Arrays.copyOfRange(arguments, 1, arguments.length);
    }

    private static Runnable start(Wiring wiring) {
        ServerBuilder builder = builder(wiring).segmentSize(wiring.settings().get(Setting.SEGMENT_SIZE));
        return (wiring.room() ? builder.room() : builder).start()::close;
    }

    private static ServerBuilder frames(Wiring wiring) {
        return builder(wiring).maxFrameLength(wiring.settings().get(Setting.MAX_FRAME_LENGTH));
    }

    private static ServerBuilder builder(Wiring wiring) {
        return wiring.applyTo(ShmoozeServer.builder(wiring.channel()))
                .maxClients(wiring.settings().get(Setting.MAX_CLIENTS));
    }
}
