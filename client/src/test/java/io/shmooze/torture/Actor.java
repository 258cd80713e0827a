// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.torture.Tally.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One process of the torture, from its start to its end. */
final class Actor {
    private static final long PATIENCE_MS = 90_000;
    private static final int ATTACH_LOOKS = 300;

    final int incarnation;
    final boolean server;
    final Path journal;
    final Fate fate = new Fate();
    private final Process process;
    private final Path errors;
    private final Tally tally;
    private final BlockingQueue<String> words = new LinkedBlockingQueue<>();
    private final List<String> output = new ArrayList<>();
    private final AtomicInteger attached = new AtomicInteger();
    private boolean ready;

    /** The journal is null for one that keeps none. */
    Actor(Scene scene, boolean server, int incarnation, Path journal, long seed) throws IOException {
        this.server = server;
        this.incarnation = incarnation;
        this.journal = journal;
        this.tally = scene.tally();
        this.errors = scene.scratch().resolve(incarnation + ".err");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        process = new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms64m", "-Xmx64m",
                "-XX:-UseDynamicNumberOfCompilerThreads", "-XX:-UsePerfData",
                journal == null ? "-XX:+AlwaysPreTouch" : "-XX:-AlwaysPreTouch",
                "-cp", System.getProperty("java.class.path"), Child.class.getName(), server ? "server" : "client",
                scene.channels().toString(), Integer.toString(incarnation), journal == null ? "-" : journal.toString(),
                Long.toString(seed), Integer.toString(scene.segmentSize())).redirectError(errors.toFile()).start();
        Thread reader = new Thread(this::read, "output of " + incarnation);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals("@attached")) {
                    attached.incrementAndGet();
                } else if (line.startsWith("@")) {
                    words.add(line.substring(1));
                } else {
                    synchronized (output) {
                        output.add(line);
                    }
                }
            }
        } catch (IOException e) {
            // Killed.
            return;
        }
    }

    long pid() {
        return process.pid();
    }

    /** Who waits for the answer, or for the end, finds out if the process is no more. */
    void tell(String command) {
        try {
            process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            synchronized (output) {
                output.add("Not told '" + command + "': " + e);
            }
        }
    }

    /** Waits for a word and returns what follows it; null, and a finding, if it does not come. */
    String await(String word) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (System.nanoTime() < deadlineNs && (process.isAlive() || !words.isEmpty())) {
            String said = words.poll(100, TimeUnit.MILLISECONDS);
            ready |= "ready".equals(said);
            if (said != null && said.startsWith(word)) {
                return said.substring(word.length()).trim();
            }
        }
        complain("does not say '" + word + "'");
        return null;
    }

    /** Waits until it serves, or is attached, for the first time; false, and a finding, if that does not happen. */
    boolean awaitReady() throws IOException, InterruptedException {
        ready = ready || await("ready") != null;
        return ready;
    }

    /** Waits some time until a server has had so many clients. */
    void awaitAttached(int clients) throws InterruptedException {
        for (int i = 0; i < ATTACH_LOOKS && attached.get() < clients; i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private void complain(String what) throws IOException, InterruptedException {
        if (process.isAlive()) {
            signal("QUIT");
            TimeUnit.SECONDS.sleep(1);
        }
        synchronized (output) {
            tally.found(Fault.STUCK, this + " " + what + (process.isAlive() ? "" : ", exit " + process.exitValue())
                    + "\n" + Files.readString(errors) + "\n" + String.join("\n", output));
        }
    }

    void kill() {
        fate.killedNs = System.nanoTime();
        process.destroyForcibly();
    }

    /** Returns when it goes on. A shell does both, so that it goes on even if this process dies. */
    void stop(int ms) throws IOException, InterruptedException {
        long fromNs = System.nanoTime();
        new ProcessBuilder("sh", "-c", "kill -STOP " + pid() + "; sleep " + ms / 1000.0 + "; kill -CONT " + pid())
                .start().waitFor();
        fate.stopped(fromNs, System.nanoTime());
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }

    /** Waits for its end, which must be a good one unless it was killed. */
    void awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
            complain("does not end");
            process.destroyForcibly().waitFor();
        } else if (fate.killedNs == 0 && process.exitValue() != 0) {
            complain("has failed");
        }
        process.getOutputStream().close();
    }

    boolean hasFailed() {
        return fate.killedNs == 0 && !process.isAlive();
    }

    @Override
    public String toString() {
        return (server ? "server " : "client ") + incarnation;
    }
}
