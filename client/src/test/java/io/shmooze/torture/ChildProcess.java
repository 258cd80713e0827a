// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.torture.TortureReport.Fault;
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

/** One process of the torture as its supervisor sees it, from its start to its end. */
final class ChildProcess {
    private static final long PATIENCE_MS = 90_000;
    private static final int ATTACH_LOOKS = 300;

    final int incarnation;
    final boolean server;
    final Path journal;
    final ProcessHistory history = new ProcessHistory();
    private final Process process;
    private final Path errors;
    private final TortureReport report;
    private final BlockingQueue<String> words = new LinkedBlockingQueue<>();
    private final List<String> output = new ArrayList<>();
    private final AtomicInteger attached = new AtomicInteger();
    private boolean ready;

    /** With a null journal the process keeps none. */
    ChildProcess(TestBed testBed, boolean server, int incarnation, Path journal, long seed) throws IOException {
        this.server = server;
        this.incarnation = incarnation;
        this.journal = journal;
        this.report = testBed.report();
        this.errors = testBed.scratch().resolve(incarnation + ".err");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        process = new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms64m", "-Xmx64m",
                "-XX:-UseDynamicNumberOfCompilerThreads", "-XX:-UsePerfData",
                journal == null ? "-XX:+AlwaysPreTouch" : "-XX:-AlwaysPreTouch",
                "-cp", System.getProperty("java.class.path"), TortureChild.class.getName(),
                server ? "server" : "client", testBed.channels().toString(), Integer.toString(incarnation),
                journal == null ? "-" : journal.toString(), Long.toString(seed),
                Integer.toString(testBed.segmentSize())).redirectError(errors.toFile()).start();
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

    /** Does not fail if the process has ended: a thread that waits for its answer or its end finds that out. */
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

    /** Waits for a word and returns what follows it. If the word does not come, reports a fault and returns null. */
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

    /** Waits until it first serves or is attached. If that does not happen, reports a fault and returns false. */
    boolean awaitReady() throws IOException, InterruptedException {
        ready = ready || await("ready") != null;
        return ready;
    }

    /** Waits until a server has had so many clients, or for some time. */
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
            report.found(Fault.STUCK, this + " " + what + (process.isAlive() ? "" : ", exit " + process.exitValue())
                    + "\n" + Files.readString(errors) + "\n" + String.join("\n", output));
        }
    }

    void kill() {
        // Otherwise it has failed, which awaitEnd reports.
        if (process.isAlive()) {
            history.killedNs = System.nanoTime();
            process.destroyForcibly();
        }
    }

    /** Stops it and returns when it goes on. A shell sends both signals, so it goes on even if this process dies. */
    void stop(int ms) throws IOException, InterruptedException {
        long fromNs = System.nanoTime();
        new ProcessBuilder("sh", "-c", "kill -STOP " + pid() + "; sleep " + ms / 1000.0 + "; kill -CONT " + pid())
                .start().waitFor();
        history.stopped(fromNs, System.nanoTime());
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }

    /** Waits for its end. Reports a fault if it ends with an error without having been killed. */
    void awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
            complain("does not end");
            process.destroyForcibly().waitFor();
        } else if (history.killedNs == 0 && process.exitValue() != 0) {
            complain("has failed");
        }
        process.getOutputStream().close();
    }

    boolean hasFailed() {
        return history.killedNs == 0 && !process.isAlive();
    }

    @Override
    public String toString() {
        return (server ? "server " : "client ") + incarnation;
    }
}
