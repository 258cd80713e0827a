// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out where somebody sits in front of this process. */
public final class Terminals {
    private Terminals() {
    }

    /** Whether standard input and standard output are both terminals. */
    static boolean interactive() {
        Console console = System.console();
        return console != null && isTerminal(console);
    }

    /** Whether standard input is one, where the system tells. */
    static boolean isInput() {
        return isTerminal(0);
    }

    /**
     * Whether standard error is one, where the system tells.
     *
     * @return true if it is
     */
    public static boolean isErrors() {
        return isTerminal(2);
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /** From JDK 22 on there is a console without a terminal, too, and a method to ask it. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
