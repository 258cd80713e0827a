// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import io.shmooze.CannotCreateException;
import io.shmooze.client.Partner;
import io.shmooze.server.ShmoozeServer;
import java.nio.file.Path;
import java.util.Scanner;

/** Starts a server at a given time of the clock that all processes share, and prints whether it succeeded. */
final class RacingServer {
    private RacingServer() {
    }

    /** The argument is the directory. Each line of the input is a System.nanoTime to start at, or "stop". */
    public static void main(String[] arguments) {
        Scanner input = new Scanner(System.in);
        ShmoozeServer server = null;
        System.out.println("ready");
        while (input.hasNextLine()) {
            String line = input.nextLine();
            if (server != null) {
                server.close();
                server = null;
            }
            if (line.equals("stop")) {
                System.out.println("stopped");
                continue;
            }
            while (System.nanoTime() - Long.parseLong(line) < 0) {
                Thread.onSpinWait();
            }
            try {
                server = ShmoozeServer.builder(Partner.CHANNEL).directory(Path.of(arguments[0])).start();
                System.out.println("won");
            } catch (CannotCreateException e) {
                System.out.println("lost: " + e.getMessage());
            }
        }
    }
}
