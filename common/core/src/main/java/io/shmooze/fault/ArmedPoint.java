// SPDX-License-Identifier: Apache-2.0
package io.shmooze.fault;

import io.shmooze.segment.CurrentProcess;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The only fail-point that is armed in this process. */
final class ArmedPoint {
    static final String PROPERTY = "shmooze.failpoint";
    static final ArmedPoint INSTANCE = parse(System.getProperty(PROPERTY));

    private final FailPoint point;
    private final String action;
    private final AtomicInteger left;

    private ArmedPoint(FailPoint point, String action, int times) {
        this.point = point;
        this.action = action;
        this.left = new AtomicInteger(times);
    }

    private static ArmedPoint parse(String text) {
        String[] parts = text.split(":");
        if (parts.length != 3 || !parts[1].matches("kill|stop|error")) {
            throw new IllegalArgumentException(PROPERTY + "=" + text + " is not NAME:kill|stop|error:N");
        }
        String name = parts[0].toUpperCase(Locale.ROOT).replace('-', '_');
        return new ArmedPoint(FailPoint.valueOf(name), parts[1], Integer.parseInt(parts[2]));
    }

    void reached(FailPoint here) {
        if (here == point && left.decrementAndGet() == 0) {
            switch (action) {
                case "kill" -> signal("KILL");
                case "stop" -> signal("STOP");
                default -> throw new AssertionError("Fail-point " + here);
            }
        }
    }

    /** Runs the command kill, because a JVM cannot send itself this signal. Waits until the signal has come. */
    private static void signal(String name) {
        try {
            String self = String.valueOf(CurrentProcess.pid());
            Process kill = new ProcessBuilder("kill", "-" + name, self).start();
            while (kill.isAlive() || name.equals("KILL")) {
                LockSupport.parkNanos(1_000_000);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot send the signal " + name, e);
        }
    }
}
