// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.frame.FrameFormat;
import io.shmooze.frame.FramePublisher;
import io.shmooze.segment.CurrentProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The command {@code frames} of the server's jar: publishes frames at a rate. */
public final class FrameServerProgram {
    private static final int FASTEST = 10_000;
    private static final int DEFAULT_RATE = 60;
    private static final FrameFormat DEFAULT_SIZE = new FrameFormat(1920, 1080, Integer.SIZE);

    private final Invocation invocation;
    private final Function<SessionConfig, FramePublisher> starter;
    private final Shutdown shutdown = new Shutdown();
    private final StatusLine status = new StatusLine(Role.FRAME_SERVER);
    private final FrameMeter meter = new FrameMeter();
    private final FrameSource source;
    private final long periodNs;
    private final long count;

    private FrameServerProgram(Invocation invocation, Function<SessionConfig, FramePublisher> starter) {
        this.invocation = invocation;
        this.starter = starter;
        Integer rate = invocation.arguments().value(Flag.RATE, Conversions.count(0, FASTEST));
        int framesPerSecond = rate == null ? DEFAULT_RATE : rate;
        this.periodNs = framesPerSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / framesPerSecond;
        Integer most = invocation.arguments().value(Flag.COUNT, Conversions.count(1, Integer.MAX_VALUE));
        this.count = most == null ? Long.MAX_VALUE : most;
        this.source = source(invocation.arguments());
        Signals.register(shutdown);
    }

    private static FrameSource source(Arguments arguments) {
        Path folder = arguments.value(Flag.PICTURES, Conversions.path());
        FrameFormat size = arguments.value(Flag.SIZE, Conversions.pictureSize());
        return folder != null ? new PictureFolder(folder) : new TestPattern(size == null ? DEFAULT_SIZE : size);
    }

    /**
     * Runs the program to its end.
     *
     * @param arguments the command line after the command
     * @param starter starts the library's publisher
     * @return the exit code
     */
    public static int run(String[] arguments, Function<SessionConfig, FramePublisher> starter) {
        Launcher.Body body = invocation -> new FrameServerProgram(invocation, starter).run();
        return new Launcher(Role.FRAME_SERVER, body).run(arguments, System.getenv());
    }

    private ExitStatus run() throws IOException, InterruptedException {
        SessionConfig config = SessionConfig.ofFrames(invocation,
                new FrameSessionListener(invocation, status, shutdown, null), () -> { });
        String command = invocation.arguments().value(Flag.SPAWN, Conversions.text());
        try (FramePublisher publisher = starter.apply(config); Spawner spawner = new Spawner(command, status)) {
            publish(publisher, spawner);
        } finally {
            // No viewer is announced after the total.
            shutdown.done();
            status.end();
        }
        return ExitStatus.of(shutdown.exitCode(), "published " + meter.total());
    }

    private void announce() {
        status.announce("publishing " + Printable.inline(source.description()) + " with key " + invocation.key()
                + " in " + Printable.inline(invocation.settings().get(Setting.DIRECTORY).toString()) + ", pid "
                + CurrentProcess.pid());
    }

    private void publish(FramePublisher publisher, Spawner spawner) throws IOException, InterruptedException {
        long dueNs = System.nanoTime();
        while (meter.count() < count && !shutdown.awaitUntil(dueNs)) {
            source.publishNext(publisher);
            if (meter.count() == 0) {
                // Only now, because there may be no memory for a frame of this size.
                announce();
            }
            spawner.check(publisher.viewers());
            meter.frame(Duration.ZERO);
            status.update(() -> meter.now() + ", viewers: " + publisher.viewers());
            // After a late frame the next ones keep their distance.
            dueNs = Math.max(dueNs + periodNs, System.nanoTime());
        }
    }
}
