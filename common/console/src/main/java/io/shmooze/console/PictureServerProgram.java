// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.CannotCreateException;
import io.shmooze.NotPermittedException;
import io.shmooze.UnavailableException;
import io.shmooze.UsageException;
import io.shmooze.picture.Pixels;
import io.shmooze.picture.SharedPicture;
import io.shmooze.segment.CurrentProcess;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** The command {@code picture} of the server's jar: holds a picture in shared memory. */
public final class PictureServerProgram {
    private final Invocation invocation;
    private final Function<SessionConfig, SharedPicture> starter;
    private final Shutdown shutdown = new Shutdown();
    private final StatusLine status = new StatusLine(Role.PICTURE_SERVER);

    private PictureServerProgram(Invocation invocation, Function<SessionConfig, SharedPicture> starter) {
        this.invocation = invocation;
        this.starter = starter;
        Signals.register(shutdown);
    }

    /**
     * Runs the program to its end.
     *
     * @param arguments the command line after the command
     * @param starter starts the library's holder
     * @return the exit code
     */
    public static int run(String[] arguments, Function<SessionConfig, SharedPicture> starter) {
        Launcher.Body body = invocation -> new PictureServerProgram(invocation, starter).run();
        return new Launcher(Role.PICTURE_SERVER, body).run(arguments, System.getenv());
    }

    private ExitStatus run() {
        String first = invocation.arguments().word();
        BufferedImage image = PictureFiles.read(Conversions.path().option("FILE", first));
        try (SharedPicture picture = start()) {
            publish(picture, image, first);
            Input input = PipeInput.standard(invocation, new PipeScreen(invocation.role(), null), shutdown);
            Background.start("shmooze-input", shutdown, () -> input.feed(line -> publish(picture,
                    TextLine.content(StandardCharsets.UTF_8.decode(line).toString()))));
            Shutdown.Reason reason = shutdown.await();
            return reason.error() == null ? ExitStatus.of(shutdown.exitCode()) : ExitStatus.failed(reason.error());
        }
    }

    private SharedPicture start() {
        return invocation.speaksQt() ? QtPrograms.picture(invocation)
                : starter.apply(SessionConfig.ofFrames(invocation,
                        new FrameSessionListener(invocation, status, shutdown, null), () -> { }));
    }

    /** Publishes the picture of a file. If that fails, the error is announced, and the last picture stays. */
    private void publish(SharedPicture picture, String file) {
        try {
            publish(picture, PictureFiles.read(Conversions.path().option("FILE", file)), file);
        } catch (UsageException | NotPermittedException | CannotCreateException | UnavailableException e) {
            shutdown.leaveOut();
            status.announce(Printable.inline(e.getMessage()));
        }
    }

    private void publish(SharedPicture picture, BufferedImage image, String file) {
        picture.publish(image);
        status.announce("holding " + Printable.inline(file) + ", " + Pixels.format(image) + ", " + location() + ", pid "
                + CurrentProcess.pid());
    }

    private String location() {
        return invocation.speaksQt() ? "as " + QtPrograms.location(invocation) : "with key " + invocation.key() + " in "
                + Printable.inline(invocation.settings().get(Setting.DIRECTORY).toString());
    }
}
