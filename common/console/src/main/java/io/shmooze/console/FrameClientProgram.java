// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.file.FileFolder;
import io.shmooze.frame.Frame;
import io.shmooze.frame.FrameViewer;
import io.shmooze.picture.Pixels;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/** The command {@code frames} of the client's jar: views or saves the newest frame, again and again. */
public final class FrameClientProgram {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofDays(1);
    private static final long GRACE_MS = 5000;

    private final Invocation invocation;
    private final Function<SessionConfig, FrameViewer> connector;
    private final Shutdown shutdown = new Shutdown();
    private final StatusLine status = new StatusLine(Role.FRAME_CLIENT);
    private final FrameMeter meter = new FrameMeter();
    /** Null if none was asked for. */
    private final Recording recording;
    private final long count;
    /** Null if none was asked for. */
    private final PictureWindow window;
    private final FrameSessionListener listener;
    private volatile FrameViewer viewer;
    private volatile boolean unserved;
    private BufferedImage spare;

    private FrameClientProgram(Invocation invocation, Function<SessionConfig, FrameViewer> connector) {
        this.invocation = invocation;
        this.connector = connector;
        Integer most = invocation.arguments().value(Flag.COUNT, Conversions.count(1, Integer.MAX_VALUE));
        this.count = most == null ? Long.MAX_VALUE : most;
        Path output = invocation.arguments().value(Flag.FRAMES_TO, Conversions.path());
        this.recording = output == null ? null : new Recording(FileFolder.of(output).path(), status::announce);
        this.window = invocation.arguments().has(Flag.SHOW)
                ? PictureWindow.open(invocation.key(), shutdown::done) : null;
        this.listener = new FrameSessionListener(invocation, status, shutdown, window);
        Signals.register(shutdown);
    }

    /**
     * Runs the program to its end.
     *
     * @param arguments the command line after the command
     * @param connector attaches the library's viewer
     * @return the exit code
     */
    public static int run(String[] arguments, Function<SessionConfig, FrameViewer> connector) {
        Launcher.Body body = invocation -> new FrameClientProgram(invocation, connector).run();
        return new Launcher(Role.FRAME_CLIENT, body).run(arguments, System.getenv());
    }

    private ExitStatus run() throws InterruptedException {
        Thread thread = Background.start("shmooze-frames", shutdown, this::view);
        Duration timeout = invocation.settings().get(Setting.CONNECT_TIMEOUT);
        ConnectNotice.announce(shutdown, () -> viewer == null && unserved, timeout, status::announce);
        Shutdown.Reason reason = shutdown.await();
        if (viewer != null) {
            viewer.close();
            // Until the file that is being written is complete.
            thread.join(GRACE_MS);
        }
        status.end();
        if (reason.error() != null) {
            return ExitStatus.failed(reason.error());
        }
        if (viewer == null && reason.cause() == Shutdown.Cause.INTERRUPTED) {
            return ExitStatus.of(ExitCode.INTERRUPTED);
        }
        String total = "took " + meter.total() + missed() + ", " + meter.ages();
        return reason.cause() == Shutdown.Cause.LOST
                ? ExitStatus.of(ExitCode.UNAVAILABLE, "The publisher is gone; " + total)
                : ExitStatus.of(shutdown.exitCode(), total);
    }

    private String missed() {
        return viewer == null ? "" : ", missed " + viewer.missed();
    }

    private void view() {
        viewer = connector.apply(SessionConfig.ofFrames(invocation, listener, () -> unserved = true));
        while (meter.count() < count && !shutdown.hasBegun()) {
            if (viewer.await(status.isVisible() ? SECOND : LONG)) {
                take();
            } else {
                status.redraw();
            }
        }
        shutdown.done();
    }

    private void take() {
        try (Frame frame = viewer.take()) {
            if (frame != null) {
                meter.frame(frame.age());
                use(frame);
                status.update(this::now);
            }
        }
    }

    private String now() {
        return listener.isAlone() ? meter.frames() + ", the publisher is gone"
                : meter.now() + missed() + ", " + meter.age();
    }

    private void use(Frame frame) {
        if (recording == null && window == null) {
            return;
        }
        BufferedImage image = Pixels.read(frame, spare);
        spare = image;
        if (recording != null) {
            recording.save(image, frame.number());
        }
        if (window != null) {
            spare = window.show(image);
        }
    }
}
