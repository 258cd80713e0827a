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
    /** The exit code of a process that has died of SIGKILL. */
    private static final int KILLED = 137;
    private static final String QUIT = "quit";

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
    private final Thread reader;
    private boolean ready;
    private boolean mayEnd;
    private boolean endReported;

    /** With a null journal the process keeps none. */
    ChildProcess(TestBed testBed, boolean server, int incarnation, Path journal, long seed) throws IOException {
        this.server = server;
        this.incarnation = incarnation;
        this.journal = journal;
        this.report = testBed.report();
        this.errors = testBed.scratch().resolve(incarnation + ".err");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        process = new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms128m", "-Xmx128m",
                "-XX:-UseDynamicNumberOfCompilerThreads", "-XX:-UsePerfData",
                journal == null ? "-XX:+AlwaysPreTouch" : "-XX:-AlwaysPreTouch",
                "-cp", System.getProperty("java.class.path"), TortureChild.class.getName(),
                server ? "server" : "client", testBed.channels().toString(), Integer.toString(incarnation),
                journal == null ? "-" : journal.toString(), Long.toString(seed),
                Integer.toString(testBed.segmentSize())).redirectError(errors.toFile()).start();
        reader = new Thread(this::read, "output of " + incarnation);
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
                    print(line);
                }
            }
        } catch (IOException e) {
            print("Not read: " + e);
        }
    }

    private void print(String line) {
        synchronized (output) {
            output.add(line);
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
            print("Not told '" + command + "': " + e);
        }
    }

    /** Tells it to end in good order. */
    void quit() {
        mayEnd = true;
        tell(QUIT);
    }

    /** Waits for a word and returns what follows it. If the word does not come, reports a fault and returns null. */
    String await(String word) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (System.nanoTime() < deadlineNs && (reader.isAlive() || !words.isEmpty())) {
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
    boolean awaitReady() throws InterruptedException {
        ready = ready || await("ready") != null;
        return ready;
    }

    /** How many clients a server has had. */
    int attachments() {
        return attached.get();
    }

    /** Waits until a server has had so many clients, or for some time. */
    void awaitAttached(int clients) throws InterruptedException {
        for (int i = 0; i < ATTACH_LOOKS && attached.get() < clients; i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Reports all that it has printed, and if it has ended, once, how it has ended. */
    private void complain(String what) throws InterruptedException {
        String how = "";
        if (process.isAlive()) {
            dumpThreads();
        } else if (endReported) {
            return;
        } else {
            endReported = true;
            how = ", exit " + process.exitValue();
            reader.join();
        }
        synchronized (output) {
            report.found(Fault.STUCK, this + " " + what + how + "\n" + errors() + "\n" + String.join("\n", output));
        }
    }

    private void dumpThreads() throws InterruptedException {
        try {
            signal("QUIT");
            TimeUnit.SECONDS.sleep(1);
        } catch (IOException e) {
            print("No threads: " + e);
        }
    }

    /** Whatever it has written, also if that is not UTF-8. */
    private String errors() {
        try {
            return new String(Files.readAllBytes(errors), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "No errors: " + e;
        }
    }

    /** Kills some, waits until they have ended, and reports those that had ended by themselves. */
    static void end(List<ChildProcess> children) throws InterruptedException {
        children.forEach(ChildProcess::kill);
        for (ChildProcess child : children) {
            child.awaitEnd();
        }
    }

    void kill() {
        // Otherwise it has ended by itself, which awaitEnd reports.
        if (process.isAlive()) {
            history.killedNs = System.nanoTime();
            // Not the process itself, which would close its output before all is read.
            process.toHandle().destroyForcibly();
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

    /** Waits for its end. Reports a fault if it has not ended as it was told or made to. */
    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
            complain("does not end");
            kill();
            process.waitFor();
        } else if (!hasEndedWell()) {
            complain("has ended by itself");
        }
    }

    /** Also a killed one may have ended by itself just before. */
    private boolean hasEndedWell() {
        int code = process.exitValue();
        return mayEnd && code == 0 || history.killedNs != 0 && code == KILLED;
    }

    boolean hasFailed() {
        return history.killedNs == 0 && !process.isAlive();
    }

    @Override
    public String toString() {
        return (server ? "server " : "client ") + incarnation;
    }
}
