// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Session;
import io.shmooze.nats.NatsOptions;
import io.shmooze.nats.NatsRelay;
import io.shmooze.nats.RelayEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;

/** The command {@code relay} of both jars: carries a channel to another machine. */
public final class RelayProgram {
    private final Invocation invocation;
    private final Shutdown shutdown = new Shutdown();

    private RelayProgram(Invocation invocation) {
        this.invocation = invocation;
        Signals.register(shutdown);
    }

    /**
     * Runs the relay where the clients are.
     *
     * @param arguments the command line after the command
     * @param starter starts the library's server, and returns what closes it
     * @return the exit code
     */
    public static int serve(String[] arguments, BiFunction<SessionConfig, RelayEndpoint, AutoCloseable> starter) {
        return new Launcher(Role.RELAY_SERVER, invocation -> new RelayProgram(invocation).run(
                (relay, config) -> relay.place(place(config.settings().get(Setting.DIRECTORY)))
                        .serve(endpoint -> starter.apply(config, endpoint))))
                .run(arguments, System.getenv());
    }

    /**
     * Runs the relay where the server is.
     *
     * @param arguments the command line after the command
     * @param connector attaches the library's client
     * @return the exit code
     */
    public static int attach(String[] arguments, BiFunction<SessionConfig, RelayEndpoint, Session> connector) {
        return new Launcher(Role.RELAY_CLIENT, invocation -> new RelayProgram(invocation).run(
                (relay, config) -> relay.attach(endpoint -> connector.apply(config, endpoint))))
                .run(arguments, System.getenv());
    }

    /** Of this machine since it was started, of this container, and there of this directory. */
    private static String place(Path directory) {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip() + " "
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/mnt")) + " " + directory.toAbsolutePath();
        } catch (IOException e) {
            // Then the other relay waits longer before it believes that this one has taken another one's place.
            return "";
        }
    }

    private ExitStatus run(BiFunction<NatsRelay.Builder, SessionConfig, NatsRelay> starter) {
        boolean verbose = invocation.arguments().has(Flag.VERBOSE);
        NatsOptions nats = NatsPrograms.options(invocation, verbose ? this::announce : line -> { });
        NatsRelay.Builder builder = NatsRelay.builder(invocation.channel(), nats)
                .maxBytes(invocation.settings().get(Setting.NATS_STREAM_SIZE)).onEvent(this::announce);
        if (invocation.arguments().has(Flag.CHECK)) {
            System.out.println(builder.check());
            return ExitStatus.of(ExitCode.DONE);
        }
        try (NatsRelay relay = starter.apply(builder, SessionConfig.ofRelay(invocation))) {
            announce("relaying channel " + invocation.channel() + " over " + nats.url());
            Background.start("shmooze-relay-end", shutdown, () -> {
                relay.join();
                shutdown.done();
            });
            Shutdown.Reason reason = shutdown.await();
            return reason.error() == null ? ExitStatus.of(shutdown.exitCode()) : ExitStatus.failed(reason.error());
        }
    }

    private void announce(String line) {
        PipeScreen.announce(invocation.role(), Printable.inline(line));
    }
}
