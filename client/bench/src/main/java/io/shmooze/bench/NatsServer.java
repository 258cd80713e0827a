// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A nats-server with JetStream on a loopback port of its own, which keeps its files in the directory of the run. Ends
 * with the process that has started it.
 */
final class NatsServer {
    private static final String URL = "url";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_MS = 20;
    private static final Pattern LISTENS = Pattern.compile("nats://[0-9.]+:[0-9]+");

    private NatsServer() {
    }

    /** The program on the PATH, or where Debian has it; null if there is none. */
    static Path program() {
        return Stream.concat(Stream.of(System.getenv().getOrDefault("PATH", "").split(":")), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "nats-server")).filter(Files::isExecutable).findFirst().orElse(null);
    }

    /** Starts it, and returns when it listens. */
    static void start(Path directory) throws IOException, InterruptedException {
        Path settings = directory.resolve("nats.conf");
        Files.write(settings, List.of("listen: \"127.0.0.1:-1\"",
                "jetstream { store_dir: \"" + directory.resolve("store") + "\" }"));
        Path log = directory.resolve("nats.log");
        Process server = new ProcessBuilder(program().toString(), "-c", settings.toString(), "--ports_file_dir",
                directory.toString()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        Path ports = directory.resolve("nats-server_" + server.pid() + ".ports");
        long beganNs = System.nanoTime();
        Matcher listens = LISTENS.matcher("");
        while (!listens.find()) {
            if (!server.isAlive() || System.nanoTime() - beganNs > PATIENCE.toNanos()) {
                throw new IOException("nats-server does not listen: " + Files.readString(log));
            }
            Thread.sleep(PAUSE_MS);
            listens.reset(Files.exists(ports) ? Files.readString(ports) : "");
        }
        Files.writeString(directory.resolve(URL), listens.group());
    }

    /** Where it listens, for both ends. */
    static String url(Path directory) throws IOException {
        return Files.readString(directory.resolve(URL));
    }
}
