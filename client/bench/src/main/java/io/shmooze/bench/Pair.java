// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A serving process, and those that ask it one after the other. */
final class Pair {
    /** How long silence has to last before it is looked at, and how much longer than other works it is. */
    private static final long SETTLE_MS = 300;
    private static final int SILENCE = 3;

    private final Contender contender;
    private final Path directory;
    private final Child server;
    private final Duration time;

    Pair(Contender contender, Path directory, Child server, Duration time) {
        this.contender = contender;
        this.directory = directory;
        this.server = server;
        this.time = time;
    }

    /** From before the start of a process to the news that it got its first answer. */
    Sample connect() throws IOException, InterruptedException {
        long beganNs = System.nanoTime();
        try (Child asker = Child.start(ConnectingEnd.class, contender, List.of(directory.toString()))) {
            asker.endWith(server);
            asker.await("connected");
            return new Sample(Work.CONNECT, new Outcome(1, System.nanoTime() - beganNs, null), Cost.UNKNOWN);
        }
    }

    void ask(List<Work> works, Consumer<Sample> samples, Consumer<Work> current)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(directory.toString(), Long.toString(time.toMillis())));
        works.forEach(work -> arguments.add(work.name()));
        try (Child asker = Child.start(AskingEnd.class, contender, arguments)) {
            asker.endWith(server);
            List<Long> pids = List.of(server.pid(), asker.pid());
            for (Work work : works) {
                current.accept(work);
                asker.await("begin");
                samples.accept(work == Work.IDLE ? silence(pids) : sample(work, asker, pids));
            }
        }
    }

    private static Sample sample(Work work, Child asker, List<Long> pids) throws IOException, InterruptedException {
        Snapshot before = Snapshot.of(pids);
        asker.go();
        Outcome outcome = Outcome.fromLine(asker.await(""));
        Cost cost = Snapshot.of(pids).since(before);
        asker.go();
        return new Sample(work, outcome, cost);
    }

    private Sample silence(List<Long> pids) throws IOException, InterruptedException {
        Thread.sleep(SETTLE_MS);
        long beganNs = System.nanoTime();
        Snapshot before = Snapshot.of(pids);
        Thread.sleep(time.multipliedBy(SILENCE).toMillis());
        Cost cost = Snapshot.of(pids).since(before);
        return new Sample(Work.IDLE, new Outcome(1, System.nanoTime() - beganNs, null), cost);
    }
}
