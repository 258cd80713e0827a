// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import io.shmooze.MessageKind;
import io.shmooze.ShmoozeException;
import io.shmooze.client.ClientBuilder;
import io.shmooze.client.Partner;
import io.shmooze.client.ShmoozeClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A client of a server that reads nothing: it waits in every way that has a timeout, and prints how long it waited. */
final class WaitingClient {
    private static final Object PRINTING = new Object();

    private final Path directory;
    private final Duration timeout;
    private final Path clock;

    private WaitingClient(String[] arguments) {
        directory = Path.of(arguments[0]);
        timeout = Duration.ofMillis(Long.parseLong(arguments[1]));
        clock = Path.of(arguments[2]);
    }

    /**
     * The arguments are the directory, the timeout of all calls in milliseconds, and the file that sets the wall clock.
     * Each line of the input is a number of hours by which the clock jumps while all calls wait once.
     */
    public static void main(String[] arguments) throws InterruptedException, IOException {
        WaitingClient child = new WaitingClient(arguments);
        try (ShmoozeClient client = child.builder(Partner.CHANNEL).connect();
             ShmoozeClient impatient = child.builder(Partner.CHANNEL).responseTimeout(child.timeout).connect()) {
            fill(client);
            fill(impatient);
            System.out.println("ready");
            Scanner input = new Scanner(System.in);
            while (input.hasNextLine()) {
                child.waitInEveryWay(client, impatient, input.nextLine());
            }
        }
    }

    private ClientBuilder builder(String channel) {
        return ShmoozeClient.builder(channel).directory(directory);
    }

    private static void fill(ShmoozeClient client) {
        while (client.offer(MessageKind.BINARY, ByteBuffer.allocate(100))) {
            continue;
        }
    }

    private void waitInEveryWay(ShmoozeClient client, ShmoozeClient impatient, String line)
            throws InterruptedException, IOException {
        // The jump back is one to the real time. The file is prepared now, so that moving it takes no time then.
        Path next = Files.writeString(Path.of(clock + ".next"), line.startsWith("-") ? "+0" : "+" + line + "h");
        CountDownLatch begun = new CountDownLatch(4);
        List<Thread> threads = new ArrayList<>();
        threads.add(start(begun, "receive", () -> client.receive(timeout)));
        threads.add(start(begun, "flush", () -> client.flush(timeout)));
        threads.add(start(begun, "respond", () -> impatient.send(new byte[100])));
        threads.add(start(begun, "connect", () -> builder("nobody").connectTimeout(timeout).connect()));
        begun.await();
        Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE);
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("done " + line);
    }

    private Thread start(CountDownLatch begun, String name, Runnable body) {
        Thread thread = new Thread(() -> measure(begun, name, body));
        thread.start();
        return thread;
    }

    private void measure(CountDownLatch begun, String name, Runnable body) {
        long wallMs = System.currentTimeMillis();
        long beganNs = System.nanoTime();
        begun.countDown();
        String outcome = "returned";
        try {
            body.run();
        } catch (ShmoozeException e) {
            outcome = e.getClass().getSimpleName();
        }
        long passedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);
        long hours = Math.round((System.currentTimeMillis() - wallMs) / 3.6e6);
        synchronized (PRINTING) {
            System.out.println(name + " " + outcome + " " + (passedMs >= timeout.toMillis()) + " " + hours);
        }
    }
}
