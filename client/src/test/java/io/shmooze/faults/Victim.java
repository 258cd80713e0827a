// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import io.shmooze.Answer;
import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.Question;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.segment.Side;
import io.shmooze.server.ShmoozeServer;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that fails: a server or a client. It takes commands, first from its command line and then from its
 * standard input, prints each of its events as a line, and ends when its input ends.
 */
public final class Victim implements SessionListener {
    static final String CHANNEL = "test";
    /** The callback of a message with this name hangs. */
    static final String STICKY = "sticky";
    /** A question that begins with this is not answered. */
    static final String LATER = "later";

    /** The system property that tells a server the size of its bulk areas. */
    static final String BULK_SIZE = "victim.bulk-size";

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MEGABYTE = 1 << 20;
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private final Side side;
    private final Path directory;
    private final CountDownLatch attached = new CountDownLatch(1);
    private volatile Session session;
    private AutoCloseable opened;

    private Victim(Side side, Path directory) {
        this.side = side;
        this.directory = directory;
    }

    /**
     * Executes the commands.
     *
     * @param arguments SERVER or CLIENT, the directory, and commands
     */
    public static void main(String[] arguments) {
        Victim victim = new Victim(Side.valueOf(arguments[0]), Path.of(arguments[1]));
        OUT.println("ready");
        List.of(arguments).subList(2, arguments.length).forEach(victim::obey);
        Scanner input = new Scanner(System.in, StandardCharsets.UTF_8);
        while (input.hasNextLine()) {
            victim.obey(input.nextLine());
        }
        Runtime.getRuntime().halt(1);
    }

    private void obey(String command) {
        String outcome = "done ";
        try {
            obey(command.split(" "));
        } catch (Throwable e) {
            // Some tests expect it; the others print it when they fail.
            e.printStackTrace();
            outcome = "failed ";
        }
        OUT.println(outcome + command);
    }

    private void obey(String[] words) throws Exception {
        switch (words[0]) {
            case "open" -> open();
            case "send" -> peer().send(NamedMessages.text(words[1], Integer.parseInt(words[2])));
            case "idle" -> idle();
            case "ask" -> ask(Integer.parseInt(words[1]));
            case "flush" -> peer().flush(LONG);
            case "close" -> opened.close();
            case "eat" -> eat();
            case "exit" -> System.exit(0);
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private void open() {
        if (side == Side.SERVER) {
            opened = ShmoozeServer.builder(CHANNEL).directory(directory).onMessage(this::received)
                    .onQuestion(this::asked).bulkSize(Integer.getInteger(BULK_SIZE)).sessionListener(this).start();
        } else {
            session = ShmoozeClient.builder(CHANNEL).directory(directory).connectTimeout(LONG).reconnectTimeout(LONG)
                    .onMessage(this::received).onQuestion(this::asked).sessionListener(this).connect();
            opened = session;
        }
    }

    /** Returns when the session's thread has gone to sleep. */
    private void idle() throws InterruptedException {
        while (peer().statistics().sleeps() == 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private Session peer() throws InterruptedException {
        attached.await();
        return session;
    }

    private void received(Session from, Message message) {
        String summary = NamedMessages.summary(message);
        OUT.println("got " + summary);
        if (summary.startsWith(STICKY)) {
            LockSupport.park();
        }
    }

    /** Answers at once, or never. */
    private Answer asked(Session from, Question question) {
        String text = question.text();
        OUT.println("asked " + text + (question.redelivered() ? " again" : ""));
        return text.startsWith(LATER) ? Answer.later() : Answer.of("victim " + text);
    }

    private void ask(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            String question = "of the victim " + i;
            String answer = peer().ask(question).get().text();
            if (!answer.equals("survivor " + question)) {
                OUT.println("WRONG " + answer + ", asked " + question);
            }
        }
    }

    /** Fills memory outside the heap until the kernel kills this process. */
    private static void eat() {
        List<ByteBuffer> eaten = new ArrayList<>();
        while (true) {
            ByteBuffer bite = ByteBuffer.allocateDirect(MEGABYTE);
            for (int i = 0; i < bite.capacity(); i++) {
                bite.put(i, (byte) 1);
            }
            eaten.add(bite);
        }
    }

    @Override
    public void onAttached(Session now) {
        if (side == Side.SERVER) {
            session = now;
        }
        OUT.println("attached");
        attached.countDown();
    }

    @Override
    public void onDetached(Session from, Detachment detachment) {
        OUT.println("detached " + detachment.reason() + " "
                + detachment.unacknowledged().stream().map(NamedMessages::summary).toList());
    }

    @Override
    public void onError(Session from, Throwable error) {
        OUT.println("error " + error.getClass().getSimpleName());
    }
}
