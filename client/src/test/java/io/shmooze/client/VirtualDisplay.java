// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.testing.Forks;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Tools;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** A display without a screen; tests read its pixels. */
public final class VirtualDisplay {
    private final Programs programs;
    private final String name;

    /**
     * Starts it, or skips the test if that is not possible.
     *
     * @param programs end it
     */
    public VirtualDisplay(Programs programs) {
        this.programs = programs;
        Tools.require("Xvfb", "Without it no test sees a window");
        // It chooses a free number and writes it.
        Program server = Forks.command(programs,
                List.of("Xvfb", "-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp")).start();
        server.awaitOutput("\n");
        name = ":" + server.output().strip();
    }

    /**
     * The value for the variable {@code DISPLAY}.
     *
     * @return its name
     */
    public String name() {
        return name;
    }

    /**
     * Starts a process that prints the colour of a pixel whenever it changes.
     *
     * @param x from the left
     * @param y from the top
     * @return running
     */
    public Program watchPixel(int x, int y) {
        return ChildJvms.prepare(programs, PixelWatcher.class, Integer.toString(x), Integer.toString(y))
                .with("DISPLAY", name).start();
    }

    /**
     * Creates the file of a picture of one colour.
     *
     * @param file where to put it
     * @param colour of all of it
     * @param size its width and height
     * @return the file
     * @throws IOException if it cannot be written
     */
    public static Path square(Path file, Color colour, int size) throws IOException {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, size, size);
        graphics.dispose();
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
