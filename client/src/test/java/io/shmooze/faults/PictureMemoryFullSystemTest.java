// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server holds pictures in a file system of 64 KiB: the last one stays when there is no room for the next. */
@Timeout(120)
class PictureMemoryFullSystemTest {
    private static final String MOUNT = "mount -t tmpfs -o size=64k,mode=700 tmpfs '%s' && exec \"$@\"";

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldKeepThePictureWhenThereIsNoRoomForTheNext() throws IOException {
        SystemRequirements.requireRoot("a full file system");
        Path directory = Files.createDirectory(programs.directory());
        Path small = picture(8);
        Path large = picture(200);
        Path other = picture(9);
        Program server = programs.bare("server", "picture", "--directory", directory.toString(), small.toString())
                .by("unshare", "-m", "sh", "-c", String.format(MOUNT, directory), "sh").start();
        server.awaitErrors("holding " + small);
        server.feed(large + "\n");
        server.awaitErrors("No space left on device");
        assertThat(seenBy(server)).isEqualTo("8 x 8 pixels of 32 bits\n");
        server.feed(other + "\n");
        server.awaitErrors("holding " + other);
        assertThat(seenBy(server)).isEqualTo("9 x 9 pixels of 32 bits\n");
        server.signal("TERM");
        server.awaitExit(1);
    }

    private Path picture(int side) throws IOException {
        Path file = programs.file(side + ".png");
        ImageIO.write(new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB), "png", file.toFile());
        return file;
    }

    private String seenBy(Program server) {
        Program client = programs.bare("client", "picture", "--directory", programs.directory().toString())
                .by("nsenter", "-m", "-t", String.valueOf(server.pid())).start();
        client.awaitExit(0);
        return client.output();
    }
}
