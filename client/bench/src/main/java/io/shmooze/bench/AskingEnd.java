// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The process at the asking end: does one work after the other. It asks before each measurement and after it, so that
 * the program can look at both processes while neither does anything.
 */
final class AskingEnd {
    /** Two processes that spin on two processors leave their compilers little time. */
    private static final long WARM_UP_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int MOST_OF_WARM_UP = 5;

    private final ChildMain child = ChildMain.begin();
    private final Connection connection;
    private final Measurement measurement;

    private AskingEnd(Connection connection) {
        this.connection = connection;
        this.measurement = new Measurement(connection);
    }

    /**
     * Asks until the works are done.
     *
     * @param arguments the transport's class and variant, the directory, how long a measurement takes in
     *     milliseconds, and the works
     */
    public static void main(String[] arguments) {
        ChildMain.keepLinesClean();
        try {
            Transport transport = ChildMain.transport(arguments[0], arguments[1]);
            long timeNs = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[3]));
            try (Connection connection = transport.connect(Path.of(arguments[2]))) {
                AskingEnd end = new AskingEnd(connection);
                boolean moves = Work.valueOf(arguments[4]).kind() == Work.Kind.FILE;
                end.measurement.run(moves ? Work.FILE_16M : Work.TRIP_64, warmUp(timeNs));
                for (int i = 4; i < arguments.length; i++) {
                    end.perform(Work.valueOf(arguments[i]), timeNs);
                }
            }
            System.exit(0);
        } catch (Exception e) {
            ChildMain.fail(e);
        }
    }

    /** Not much longer than a measurement that is meant to be short. */
    private static long warmUp(long timeNs) {
        return Math.max(timeNs, Math.min(WARM_UP_NS, MOST_OF_WARM_UP * timeNs));
    }

    private void perform(Work work, long timeNs) throws Exception {
        if (work == Work.IDLE) {
            connection.handler(new Strict(new Silence()));
            ChildMain.tell("begin");
            connection.await();
        }
        measurement.run(work, timeNs);
        ChildMain.tell("begin");
        child.awaitGo();
        ChildMain.tell(measurement.run(work, timeNs).toLine());
        child.awaitGo();
    }

    /** Waits for a message that nobody sends, until the program ends this process. */
    private static final class Silence implements Handler {
        @Override
        public ByteBuffer handle(ByteBuffer message) {
            throw new IllegalStateException("A message came that nobody has asked for");
        }

        @Override
        public boolean done() {
            return false;
        }
    }
}
