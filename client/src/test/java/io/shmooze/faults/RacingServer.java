// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import io.shmooze.CannotCreateException;
import io.shmooze.client.Partner;
import io.shmooze.server.ShmoozeServer;
import java.nio.file.Path;
import java.util.Scanner;

/** Starts a server at the moment it is told, on the clock that all processes share, and says how that went. */
final class RacingServer {
    private RacingServer() {
    }

    /** Argument: the directory. Each line of the input is a time of System.nanoTime to start at, or says to stop. */
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
