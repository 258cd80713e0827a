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
 * Kills, stops and disturbs processes that talk through Shmooze, and compares what came of every message with what is
 * promised. The exit code is 0 only if all is well.
 */
@Command(name = "torture", mixinStandardHelpOptions = true)
public final class Torture implements Callable<Integer> {
    private static final int ACTS = 24;

    @Option(names = "--seed", description = "of the random numbers; drawn and printed otherwise")
    private Long seed;
    @Option(names = "--kills", description = "how many at least of each side (default: 20)")
    private int kills = 20;
    @Option(names = "--duration", description = "go on so long instead, such as 30s or 2h",
            converter = Time.class)
    private Duration duration;
    @Option(names = "--clients", description = "how many; 1 or 2 at random otherwise")
    private int clients;
    @Option(names = "--soak", description = "no violence, but clean reconnects for so long", converter = Time.class)
    private Duration soak;

    private final Tally tally = new Tally();

    /** {@code 10m} as picocli would not understand it. */
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
            new Soak(tally, random).run(soak);
        } else {
            torture(random);
        }
        System.out.println(tally + "\n" + (tally.isGood() ? "All is well." : "FAILED, --seed " + chosen));
        return tally.isGood() ? 0 : 1;
    }

    private void torture(Random random) throws Exception {
        long beganNs = System.nanoTime();
        for (int episode = 1; tally.isGood() && !isEnough(beganNs); episode++) {
            int segmentSize = 1024 << random.nextInt(11);
            int number = clients > 0 ? clients : 1 + random.nextInt(2);
            try (Scene scene = Scene.create(segmentSize, tally)) {
                new Episode(scene, number, new Random(random.nextLong())).play(ACTS);
            }
            System.out.printf("episode %d after %d s, %d clients, segments of %d: %s%n", episode,
                    Duration.ofNanos(System.nanoTime() - beganNs).toSeconds(), number, segmentSize,
                    tally.toString().replace('\n', ';'));
        }
    }

    private boolean isEnough(long beganNs) {
        if (duration != null) {
            return System.nanoTime() - beganNs >= duration.toNanos();
        }
        return tally.serverKills >= kills && tally.clientKills >= kills;
    }
}
