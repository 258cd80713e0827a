// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import java.awt.AWTException;
import java.awt.Robot;

/** Prints the colour of a pixel of the display whenever it changes, until it is killed. */
final class PixelWatcher {
    private static final int PAUSE_MS = 5;

    private PixelWatcher() {
    }

    /** The arguments are x and y. */
    public static void main(String[] arguments) throws AWTException {
        Robot robot = new Robot();
        int seen = 0;
        while (true) {
            int colour = robot.getPixelColor(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])).getRGB();
            if (colour != seen) {
                seen = colour;
                System.out.println(Integer.toHexString(colour));
            }
            robot.delay(PAUSE_MS);
        }
    }
}
