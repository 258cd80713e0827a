// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Kills, stops and restarts processes that talk through Shmooze, and compares what became of every message with what is
 * promised. The exit code is 0 only if no promise was broken.
 */
@Command(name = "torture", mixinStandardHelpOptions = true)
public final class Torture implements Callable<Integer> {
    private static final int DISTURBANCES = 24;

    @Option(names = "--seed", description = "seed of the random numbers; drawn and printed if missing")
    private Long seed;
    @Option(names = "--kills", description = "kill each side at least so often (default: 20)")
    private int kills = 20;
    @Option(names = "--duration", description = "run so long instead, for example 30s or 2h",
            converter = Time.class)
    private Duration duration;
    @Option(names = "--clients", description = "number of clients; 1 or 2 at random if missing")
    private int clients;
    @Option(names = "--soak", description = "kill nothing, but reconnect cleanly for so long", converter = Time.class)
    private Duration soak;

    private final TortureReport report = new TortureReport();

    /** Times such as {@code 10m}, which picocli does not read. */
    private static final class Time implements CommandLine.ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        }
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Torture()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        long chosen = seed != null ? seed : System.nanoTime() & 0xFFFF_FFFFL;
        System.out.println("Torture with --seed " + chosen);
        Random random = new Random(chosen);
        if (soak != null) {
            new Soak(report, random).run(soak);
        } else {
            torture(random);
        }
        boolean good = report.isGood() && report.hasSeenBulk();
        System.out.println(report + "\n" + (good ? "All is well."
                : (report.isGood() ? "No long message has passed. " : "") + "FAILED, --seed " + chosen));
        return good ? 0 : 1;
    }

    private void torture(Random random) throws Exception {
        long beganNs = System.nanoTime();
        for (int episode = 1; report.isGood() && !isEnough(beganNs); episode++) {
            // Small ones first, so that also a short run has messages that are longer than a frame.
            int segmentSize = 1024 << random.nextInt(episode == 1 ? 5 : 11);
            int number = clients > 0 ? clients : 1 + random.nextInt(2);
            try (TestBed testBed = TestBed.create(segmentSize, report)) {
                new Episode(testBed, number, new Random(random.nextLong())).run(DISTURBANCES);
            }
            System.out.printf("episode %d after %d s, %d clients, segments of %d: %s%n", episode,
                    Duration.ofNanos(System.nanoTime() - beganNs).toSeconds(), number, segmentSize,
                    report.toString().replace('\n', ';'));
        }
    }

    private boolean isEnough(long beganNs) {
        if (duration != null) {
            return System.nanoTime() - beganNs >= duration.toNanos();
        }
        return report.serverKills >= kills && report.clientKills >= kills;
    }
}
