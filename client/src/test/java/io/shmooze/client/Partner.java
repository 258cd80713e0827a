// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.session.SessionDefaults;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** The other process of a system test: a server or a client that does one job until its input ends. */
public final class Partner {
    public static final String CHANNEL = "test";
    /** A system property: of the server that it becomes, bytes. */
    static final String BULK_SIZE = "partner.bulk-size";
    /** The number of messages that a flooding client handles before it hangs. */
    static final int APPETITE = 5;

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private final boolean server;
    private final Path directory;
    private final CountDownLatch attached = new CountDownLatch(1);
    private volatile Session session;
    private volatile Runnable close;

    private Partner(boolean server, Path directory) {
        this.server = server;
        this.directory = directory;
    }

    /**
     * Runs until the word "close" or the end of the input.
     *
     * @param arguments server or client, the directory, what to do, and a number or a file
     * @throws Exception if that fails
     */
    public static void main(String[] arguments) throws Exception {
        Partner partner = new Partner(arguments[0].equals("server"), Path.of(arguments[1]));
        Thread worker = new Thread(() -> partner.work(arguments[2], arguments.length > 3 ? arguments[3] : ""));
        worker.setDaemon(true);
        worker.start();
        Scanner input = new Scanner(System.in, StandardCharsets.UTF_8);
        if (input.hasNextLine() && input.nextLine().equals("close")) {
            partner.close.run();
            OUT.println("closed");
            return;
        }
        Runtime.getRuntime().halt(1);
    }

    private void work(String what, String detail) {
        try {
            switch (what) {
                case "exchange" -> exchange(Integer.parseInt(detail));
                case "journal" -> journal(Path.of(detail));
                case "flood" -> flood(Path.of(detail));
                case "multiply" -> open(new DoublingListener());
                case "mirror" -> open((from, message) ->
                        from.send(message.kind(), ByteBuffer.wrap(message.toByteArray())));
                case "echo" -> open((from, message) -> from.send(message.text()));
                default -> throw new IllegalArgumentException(what);
            }
        } catch (Throwable e) {
            e.printStackTrace();
        }
    }

    private void open(MessageListener listener) {
        SessionListener onAttached = new SessionListener() {
            @Override
            public void onAttached(Session now) {
                session = now;
                attached.countDown();
            }
        };
        if (server) {
            close = ShmoozeServer.builder(CHANNEL).directory(directory)
                    .bulkSize(Integer.getInteger(BULK_SIZE, SessionDefaults.BULK_SIZE)).onMessage(listener)
                    .sessionListener(onAttached).start()::close;
        } else {
            OUT.println("connecting");
            close = ShmoozeClient.builder(CHANNEL).directory(directory).connectTimeout(LONG).onMessage(listener)
                    .sessionListener(onAttached).connect()::close;
        }
        OUT.println("ready");
    }

    private Session peer() throws InterruptedException {
        attached.await();
        return session;
    }

    private void exchange(int count) throws InterruptedException {
        NumberedMessages received = new NumberedMessages();
        open(received);
        NumberedMessages.send(peer(), count);
        peer().flush(LONG);
        while (received.count() < count) {
            LockSupport.parkNanos(1_000_000);
        }
        OUT.println("received " + received.count());
    }

    /** Writes each message into a journal before its callback returns. */
    private void journal(Path file) throws IOException {
        FileChannel journal = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        open((from, message) -> note(journal, (message.redelivered() ? "again " : "first ") + message.text()));
    }

    /** Sends for ever, and writes the sent messages into a journal. Handles a few and then hangs in the callback. */
    private void flood(Path file) throws IOException, InterruptedException {
        FileChannel journal = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        int[] taken = new int[1];
        open((from, message) -> {
            if (taken[0]++ == APPETITE) {
                OUT.println("full");
                LockSupport.park();
            }
        });
        for (int i = 0; true; i++) {
            peer().send(NumberedMessages.text(i));
            note(journal, NumberedMessages.text(i));
        }
    }

    /** One write, which survives the process. */
    private static void note(FileChannel journal, String line) {
        try {
            journal.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
