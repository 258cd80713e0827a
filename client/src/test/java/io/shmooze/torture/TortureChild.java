// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.WaitStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A process that is tortured. It takes commands from its standard input, and ends with it. Its own lines begin with an
 * {@code @}, because a logging system may print others.
 */
abstract class TortureChild {
    static final String CHANNEL = "t";
    private static final int HALTED = 3;

    final Path directory;
    final int incarnation;
    final int segmentSize;
    final Random random;
    final WaitStrategy waitStrategy;
    final Journal journal;
    /** What has arrived, if there is no journal. */
    final ArrivalCount arrived = new ArrivalCount();
    private final boolean journaled;
    private final Queue<QuestionStream> all = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> talkers = new ConcurrentLinkedQueue<>();
    /** Closed, that is locked for writing, while all traffic pauses. */
    final ReentrantReadWriteLock gate = new ReentrantReadWriteLock(true);

    TortureChild(String[] args) throws IOException {
        directory = Path.of(args[1]);
        incarnation = Integer.parseInt(args[2]);
        journaled = !args[3].equals("-");
        journal = journaled ? Journal.create(Path.of(args[3])) : Journal.none();
        random = new Random(Long.parseLong(args[4]));
        segmentSize = Integer.parseInt(args[5]);
        waitStrategy = random.nextInt(3) == 0 ? WaitStrategy.BLOCKING : WaitStrategy.ADAPTIVE;
    }

    /** The arguments: role, directory, incarnation, journal or "-", seed, segment size. */
    public static void main(String[] args) throws Exception {
        BlockingQueue<String> commands = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> read(commands), "commands");
        reader.setDaemon(true);
        reader.start();
        TortureChild child = args[0].equals("server") ? new TortureServer(args) : new TortureClient(args);
        child.open();
        child.say("ready");
        child.obey(commands);
        System.exit(0);
    }

    private static void read(BlockingQueue<String> commands) {
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                commands.add(line);
            }
        } catch (IOException e) {
            e.printStackTrace();
        }
        Runtime.getRuntime().halt(HALTED);
    }

    private void obey(BlockingQueue<String> commands) throws InterruptedException {
        while (true) {
            switch (commands.take()) {
                case "settle" -> {
                    if (!gate.isWriteLockedByCurrentThread()) {
                        gate.writeLock().lock();
                    }
                    flushAll();
                    all.forEach(QuestionStream::awaitEnded);
                    System.gc();
                    System.gc();
                    Runtime runtime = Runtime.getRuntime();
                    say("settled " + (runtime.totalMemory() - runtime.freeMemory()));
                }
                case "resume" -> gate.writeLock().unlock();
                case "count" -> say("counted " + arrived.toLine());
                case "bounce" -> {
                    close();
                    awaitTalkers();
                    all.forEach(QuestionStream::checkEnded);
                    all.clear();
                    open();
                    say("bounced");
                }
                default -> {
                    close();
                    return;
                }
            }
        }
    }

    /** After a close, waits until no thread is left that sends. */
    private void awaitTalkers() throws InterruptedException {
        for (Thread talker = talkers.poll(); talker != null; talker = talkers.poll()) {
            talker.join();
        }
    }

    final void say(String word) {
        System.out.println("@" + word);
    }

    /** A process of the soak has no journal. */
    final boolean isSoak() {
        return !journaled;
    }

    final Conversation conversation(int session) {
        ArrivalCheck arrivals = journaled ? null : new ArrivalCheck(arrived, segmentSize);
        Conversation next = new Conversation(journal, arrivals, random, incarnation, session,
                this instanceof TortureClient);
        all.add(next.questions);
        return next;
    }

    final void talk(Conversation conversation, Session session) {
        Thread talker = new Thread(() -> conversation.talk(session, gate), "talker");
        talkers.add(talker);
        talker.setDaemon(true);
        talker.setUncaughtExceptionHandler((thread, error) -> complain(error));
        talker.start();
    }

    static void flush(Conversation conversation, Session session) {
        try {
            conversation.flush(session);
        } catch (SessionClosedException e) {
            // Its end is in the journal.
            return;
        }
    }

    /** Ends the process, which the supervisor notices, unless the error was thrown on purpose. */
    static void complain(Throwable error) {
        if (!(error instanceof Conversation.DeliberateException)) {
            error.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    abstract void open();

    abstract void close();

    abstract void flushAll();
}
