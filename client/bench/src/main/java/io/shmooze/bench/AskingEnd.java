// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The process at the asking end: runs one workload after the other. It waits for the program before and after each
 * measurement, so that the program can read what both processes have used while neither does anything.
 */
final class AskingEnd {
    /** Long enough for the compilers, which get little time when two processes spin on two processors. */
    private static final long WARM_UP_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int MOST_OF_WARM_UP = 5;

    private final ChildMain child = ChildMain.begin();
    private final Connection connection;
    private final WorkloadRunner runner;

    private AskingEnd(Connection connection) {
        this.connection = connection;
        this.runner = new WorkloadRunner(connection);
    }

    /**
     * Runs all workloads.
     *
     * @param arguments the transport's class and variant, the directory, how long a measurement takes in
     *     milliseconds, and the workloads
     */
    public static void main(String[] arguments) {
        ChildMain.keepLinesClean();
        try {
            Transport transport = ChildMain.transport(arguments[0], arguments[1]);
            long timeNs = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[3]));
            try (Connection connection = transport.connect(Path.of(arguments[2]))) {
                AskingEnd end = new AskingEnd(connection);
                boolean moves = Workload.valueOf(arguments[4]).kind() == Workload.Kind.FILE;
                end.runner.run(moves ? Workload.FILE_16M : Workload.TRIP_64, warmUp(timeNs));
                List<Workload> workloads = Stream.of(arguments).skip(4).map(Workload::valueOf).toList();
                end.warmUpCompared(workloads, timeNs);
                for (Workload workload : workloads) {
                    end.perform(workload, timeNs);
                }
            }
            System.exit(0);
        } catch (Exception e) {
            ChildMain.fail(e);
        }
    }

    /** Keeps the warm-up short if the measurement is short. */
    private static long warmUp(long timeNs) {
        return Math.max(timeNs, Math.min(WARM_UP_NS, MOST_OF_WARM_UP * timeNs));
    }

    /**
     * Questions and calls, and what a tail follows, are warmed up before anything is measured, so that they are
     * measured right after the plain workload: a hypervisor may move a processor at any time, and then each of them
     * takes longer.
     */
    private void warmUpCompared(List<Workload> workloads, long timeNs) throws Exception {
        for (Workload workload : workloads) {
            if (workload.warmUps() > 1) {
                runner.run(workload, timeNs * workload.warmUps());
            }
        }
    }

    private void perform(Workload workload, long timeNs) throws Exception {
        if (workload == Workload.IDLE) {
            connection.handler(new FailFastHandler(new Silence()));
            ChildMain.tell("begin");
            connection.await();
        }
        if (!workload.isAsked()) {
            runner.run(workload, timeNs);
        }
        ChildMain.tell("begin");
        child.awaitGo();
        ChildMain.tell(runner.run(workload, timeNs * workload.timesLonger()).toLine());
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
