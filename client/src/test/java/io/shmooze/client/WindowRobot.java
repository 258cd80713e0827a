// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import java.awt.AWTException;
import java.awt.Frame;
import java.awt.Robot;
import java.io.IOException;

/** Runs the client program in this process, prints the title of its window, and types the keys of its input. */
final class WindowRobot {
    private static final int PAUSE_MS = 5;

    private WindowRobot() {
    }

    /** The arguments are those of the program. */
    public static void main(String[] arguments) throws AWTException {
        Robot robot = new Robot();
        start(() -> watch(robot));
        start(() -> type(robot));
        ClientMain.main(arguments);
    }

    private static void start(Runnable part) {
        Thread thread = new Thread(part);
        thread.setDaemon(true);
        thread.start();
    }

    private static void watch(Robot robot) {
        String seen = "";
        while (true) {
            Frame[] frames = Frame.getFrames();
            String title = frames.length == 0 || !frames[0].isFocused() ? "" : frames[0].getTitle();
            if (!title.equals(seen)) {
                seen = title;
                System.out.println("[" + title + "]");
            }
            robot.delay(PAUSE_MS);
        }
    }

    private static void type(Robot robot) {
        try {
            for (int key = System.in.read(); key >= 0; key = System.in.read()) {
                robot.keyPress(key);
                robot.keyRelease(key);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
