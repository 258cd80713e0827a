// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import io.shmooze.Claim;
import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.ShmoozeException;
import io.shmooze.UnavailableException;
import io.shmooze.WaitStrategy;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ServerBuilder;
import io.shmooze.server.ShmoozeServer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * The process that a hostile peer attacks: a server, or one client after the other. It sends text back, writes binary
 * messages to its output, and checks that the lengths of each message agree.
 */
public final class Target implements SessionListener {
    static final String CHANNEL = "test";
    private static final String UNASKED = "unasked" + " ".repeat(Integer.getInteger("target.spaces", 0));
    /** Binary messages are read in place, byte by byte, after the command "go". */
    private static final boolean SLOW = Boolean.getBoolean("target.slow");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Path directory;
    /** Each session by its peer's name, also after its end, so that a late command gets its exception. */
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private ShmoozeServer server;
    private final CountDownLatch go = new CountDownLatch(1);
    private volatile boolean leaving;
    private volatile CountDownLatch over = new CountDownLatch(0);

    private Target(Path directory) {
        this.directory = directory;
    }

    /**
     * Runs until the word "close" or the end of the input.
     *
     * @param arguments server, poller (a server without a listener) or client, and the directory
     */
    public static void main(String[] arguments) {
        Target target = new Target(Path.of(arguments[1]));
        switch (arguments[0]) {
            case "server" -> target.server = target.builder().onMessage(target::received).start();
            case "poller" -> {
                target.server = target.builder().start();
                new Thread(target::accept, "poller").start();
            }
            default -> new Thread(target::connect, "clients").start();
        }
        say("ready");
        Scanner input = new Scanner(System.in);
        String command = "";
        while (!command.equals("close") && input.hasNextLine()) {
            command = input.nextLine();
            target.obey(command);
        }
        target.leaving = true;
        target.over.countDown();
        if (target.server != null) {
            target.server.close();
        }
        say("closed");
    }

    private ServerBuilder builder() {
        return ShmoozeServer.builder(CHANNEL).directory(directory).sessionListener(this)
                .segmentSize(Integer.getInteger("target.segment", 1024)).bulkSize(8192)
                .waitStrategy(WaitStrategy.valueOf(System.getProperty("target.wait", "ADAPTIVE")));
    }

    /** A command is a verb and the name of a peer. */
    private void obey(String command) {
        String[] words = command.split(" ");
        switch (words[0]) {
            case "send" -> forEver(words, session -> session.send(UNASKED));
            case "flush" -> forEver(words, session -> {
                session.flush(LONG);
                say("flushed " + words[1]);
            });
            case "claim" -> new Thread(() -> claim(sessions.get(words[1])), "claimer").start();
            case "go" -> go.countDown();
            default -> say("said " + command);
        }
    }

    private void readSlowly(Session session, ByteBuffer view) {
        int sum = view.get();
        say("reading " + session.peer().name());
        awaitGo();
        while (view.hasRemaining()) {
            sum += view.get();
        }
        say("read " + session.peer().name() + " " + sum);
    }

    /** Writes to claimed memory in place, byte by byte, after the command "go"; gives the claim up after an error. */
    private void claim(Session session) {
        try (Claim claim = session.claim(MessageKind.BINARY, UNASKED.length())) {
            say("claimed " + session.peer().name());
            awaitGo();
            while (claim.buffer().hasRemaining()) {
                claim.buffer().put((byte) 7);
            }
            claim.commit();
        } catch (InternalError e) {
            say("struck " + session.peer().name());
        }
    }

    private void awaitGo() {
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void forEver(String[] words, Consumer<Session> action) {
        forEver(words[0], sessions.get(words[1]), action);
    }

    /** Repeats the action in a thread of its own until the session throws. */
    private static void forEver(String what, Session session, Consumer<Session> action) {
        Thread thread = new Thread(() -> {
            say("begins " + what + " " + session.peer().name());
            try {
                while (true) {
                    untilStruck(session, action);
                }
            } catch (Throwable e) {
                if (!(e instanceof ShmoozeException)) {
                    e.printStackTrace();
                }
                say(what + " " + session.peer().name() + " " + e.getClass().getSimpleName());
            }
        }, what);
        thread.setDaemon(true);
        thread.start();
    }

    /** The JVM may throw the error of a missing page between two calls; the next call then reports the end. */
    private static void untilStruck(Session session, Consumer<Session> action) {
        try {
            while (true) {
                action.accept(session);
            }
        } catch (InternalError e) {
            say("struck " + session.peer().name());
        }
    }

    /** Lets two threads wait in each session, one by polling and one by receiving. */
    private void accept() {
        while (!leaving) {
            Session session = server.accept(Duration.ofMillis(100));
            if (session != null) {
                forEver("poll", session, polled -> polled.poll(this::received));
                forEver("receive", session, polled -> polled.receive(LONG));
            }
        }
    }

    /** Runs a client, and when its session is over, the next one. */
    private void connect() {
        while (!leaving) {
            over = new CountDownLatch(1);
            try {
                ShmoozeClient client = ShmoozeClient.builder(CHANNEL).directory(directory).connectTimeout(LONG)
                        .reconnectTimeout(Duration.ZERO).onMessage(this::received).sessionListener(this).connect();
                over.await();
                client.close();
            } catch (ShmoozeException e) {
                say("refused " + e.getMessage());
                leaving |= e instanceof UnavailableException;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void received(Session session, Message message) {
        if (SLOW && message.kind() == MessageKind.BINARY) {
            readSlowly(session, message.buffer());
            return;
        }
        int length = message.length();
        byte[] payload = message.toByteArray();
        List<Integer> lengths = List.of(payload.length, message.buffer().remaining(), message.length());
        if (!lengths.equals(List.of(length, length, length))) {
            say("WRONG " + session.peer().name() + " " + length + " " + lengths);
        }
        if (message.kind() == MessageKind.TEXT) {
            session.send(MessageKind.TEXT, ByteBuffer.wrap(payload));
        } else {
            say("got " + session.peer().name() + " " + length + " " + (length == 0 ? 0 : payload[0]));
        }
    }

    @Override
    public void onAttached(Session session) {
        sessions.put(session.peer().name(), session);
        say("attached " + session.peer().name());
    }

    @Override
    public void onDetached(Session session, Detachment detachment) {
        say("detached " + session.peer().name() + " " + detachment.reason() + " " + detachment.detail());
        over.countDown();
    }

    @Override
    public void onError(Session session, Throwable error) {
        say("error " + session.peer().name() + " " + error);
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }
}
