// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.ShmoozeException;
import io.shmooze.UnavailableException;
import io.shmooze.picture.Pixels;
import io.shmooze.picture.SharedPicture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/** The command {@code picture} of the client's jar: saves or shows a picture in shared memory. */
public final class PictureClientProgram {
    private static final Path STANDARD_OUTPUT = Path.of("-");
    private static final long GRACE_MS = 5000;
    private static final Duration LONG = Duration.ofDays(1);

    private final Invocation invocation;
    private final Function<SessionConfig, SharedPicture> connector;
    private final Shutdown shutdown = new Shutdown();
    private final StatusLine status = new StatusLine(Role.PICTURE_CLIENT);
    private final Path file;
    /** Null if none was asked for. */
    private final PictureWindow window;
    private volatile SharedPicture picture;
    private boolean saved;
    private volatile boolean there;
    private volatile boolean unserved;

    private PictureClientProgram(Invocation invocation, Function<SessionConfig, SharedPicture> connector) {
        this.invocation = invocation;
        this.connector = connector;
        this.file = invocation.arguments().value(Flag.PICTURE_TO, Conversions.path());
        this.window = invocation.arguments().has(Flag.SHOW)
                ? PictureWindow.open(invocation.key(), shutdown::done) : null;
        Signals.register(shutdown);
    }

    /**
     * Runs the program to its end.
     *
     * @param arguments the command line after the command
     * @param connector attaches the library's viewer
     * @return the exit code
     */
    public static int run(String[] arguments, Function<SessionConfig, SharedPicture> connector) {
        Launcher.Body body = invocation -> new PictureClientProgram(invocation, connector).run();
        return new Launcher(Role.PICTURE_CLIENT, body).run(arguments, System.getenv());
    }

    private ExitStatus run() throws InterruptedException {
        Thread thread = Background.start("shmooze-picture", shutdown, this::view);
        Duration timeout = invocation.settings().get(Setting.CONNECT_TIMEOUT);
        ConnectNotice.announce(shutdown, this::isAlone, timeout, status::announce);
        Shutdown.Reason reason = shutdown.await();
        if (picture != null) {
            picture.close();
            // Until the file that is being written is complete.
            thread.join(GRACE_MS);
        }
        if (reason.error() != null) {
            return ExitStatus.failed(reason.error());
        }
        if (!there && reason.cause() == Shutdown.Cause.INTERRUPTED) {
            return ExitStatus.of(ExitCode.INTERRUPTED);
        }
        return reason.cause() == Shutdown.Cause.LOST
                ? ExitStatus.of(ExitCode.UNAVAILABLE, "The holder of the picture is gone")
                : ExitStatus.of(shutdown.exitCode());
    }

    private boolean isAlone() {
        return !there && unserved;
    }

    private void view() {
        picture = connect();
        Duration timeout = invocation.settings().get(Setting.CONNECT_TIMEOUT);
        // Only a look shows whether a Qt program is there. The same look removes the picture of a killed program.
        boolean found = invocation.speaksQt() && picture.awaitChange(Duration.ZERO);
        unserved |= invocation.speaksQt() && !found;
        if (!found && !picture.awaitChange(timeout)) {
            throw new UnavailableException(missing() + " within " + timeout.toMillis() + " ms");
        }
        there = true;
        use(picture.load());
        while (window != null) {
            if (picture.awaitChange(LONG)) {
                use(picture.load());
            }
        }
        shutdown.done();
    }

    private SharedPicture connect() {
        return invocation.speaksQt() ? QtPrograms.picture(invocation)
                : connector.apply(SessionConfig.ofFrames(invocation,
                        new FrameSessionListener(invocation, status, shutdown, window), () -> unserved = true));
    }

    private String missing() {
        return invocation.speaksQt() ? "No program has put a picture into " + QtPrograms.location(invocation)
                : "Process holding '" + invocation.key() + "' has published no picture";
    }

    private void use(BufferedImage image) {
        if (image == null) {
            return;
        }
        if (file != null) {
            save(image);
        } else if (window == null) {
            System.out.println(Pixels.format(image));
        }
        if (window != null) {
            window.show(image);
        }
    }

    private void save(BufferedImage image) {
        if (!file.equals(STANDARD_OUTPUT)) {
            if (PictureFiles.write(image, file) && !saved) {
                status.announce("replaced " + Printable.inline(file.toString()));
            }
            saved = true;
            return;
        }
        try {
            PipeOutput.standard().write(ByteBuffer.wrap(PictureFiles.png(image)));
        } catch (IOException e) {
            throw new ShmoozeException("Cannot write the picture: " + e.getMessage(), e);
        }
    }
}
