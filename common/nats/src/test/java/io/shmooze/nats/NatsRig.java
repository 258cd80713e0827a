// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real nats-server with JetStream for one test, on a loopback port and with a directory of its own: register it with
 * {@code @RegisterExtension}. The server runs when the test begins. The test may kill, stop and restart it; it keeps
 * its port and its files. What runs when the test ends is killed, and the files are removed. If the test has failed,
 * standard error then has the server's log. Skips the test, and says so, where nats-server is not installed.
 */
public final class NatsRig implements BeforeEachCallback, AfterEachCallback {
    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/nats-server"),
            Path.of("/usr/local/bin/nats-server"), Path.of("/usr/bin/nats-server"));

    private final List<String> settings = new ArrayList<>();
    private List<String> prefix = List.of();
    private String host = InetAddress.getLoopbackAddress().getHostAddress();
    private String scheme = "nats";
    private Path directory;
    private int port;
    private Process process;

    /**
     * Adds lines to the server's configuration, before it starts.
     *
     * @param lines in the server's own syntax
     * @return this
     */
    public NatsRig with(String... lines) {
        settings.addAll(List.of(lines));
        return this;
    }

    /**
     * The scheme of {@link #url}.
     *
     * @param name nats or tls
     * @return this
     */
    public NatsRig scheme(String name) {
        scheme = name;
        return this;
    }

    /**
     * Lets the server run by another command, such as {@code ip netns exec}, and listen elsewhere.
     *
     * @param address at which it listens
     * @param words the other command and its options
     */
    public void moveTo(String address, String... words) {
        host = address;
        prefix = List.of(words);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        boolean installed = PLACES.stream().anyMatch(Files::isExecutable);
        if (!installed) {
            System.err.println("SKIPPED, for want of nats-server: everything over NATS");
        }
        assumeTrue(installed, "There is no nats-server");
        directory = Files.createTempDirectory(Path.of("/tmp"), "shm-nats");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        start();
    }

    /** Starts the server, after {@link #kill}, and waits until it answers. */
    public void start() {
        List<String> lines = new ArrayList<>(List.of("host: " + host, "port: " + port,
                "jetstream { store_dir: \"" + directory.resolve("store") + "\" }"));
        lines.addAll(settings);
        List<String> command = new ArrayList<>(prefix);
        Path server = PLACES.stream().filter(Files::isExecutable).findFirst().orElseThrow();
        command.addAll(List.of(server.toString(), "-c", file("server.conf").toString()));
        try {
            Files.write(file("server.conf"), lines);
            process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(file("log").toFile())).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Patience.until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("nats-server has ended: " + log());
            }
            return prefix.isEmpty() ? answers() : log().contains("Server is ready");
        });
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port));
            return socket.getInputStream().read() == 'I';
        } catch (IOException e) {
            return false;
        }
    }

    /** Kills the server with SIGKILL. Its files stay. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /**
     * Sends the server a signal.
     *
     * @param name STOP, CONT and so on
     */
    public void signal(String name) {
        Tools.run("kill", "-" + name, Long.toString(process.pid()));
    }

    /**
     * Where the server listens.
     *
     * @return for {@link NatsOptions#of}
     */
    public String url() {
        return scheme + "://" + host + ":" + port;
    }

    /**
     * The server's port.
     *
     * @return free when the test began
     */
    public int port() {
        return port;
    }

    /**
     * A file in a directory of this test's own.
     *
     * @param name its name
     * @return its path
     */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /**
     * What the server has logged.
     *
     * @return as text
     */
    public String log() {
        try {
            return Files.exists(file("log")) ? Files.readString(file("log")) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (directory == null) {
            return;
        }
        if (context.getExecutionException().isPresent()) {
            System.err.println("---- nats-server\n" + log());
        }
        if (process != null) {
            kill();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
