// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shmooze.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our figures beside those of rings of the same size, of the socket, and of one thread. */
class ComparisonTest {
    @TempDir
    Path directory;

    private final Results results = new Results();
    private final List<Contender> contenders = new ArrayList<>();
    private final Contender smallest = own("shmooze-poll-spinning-1K");
    private final Contender largest = own("shmooze-poll-adaptive-1M");

    private static Contender own(String name) {
        return Contender.own().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    private static Contender ring(String variant, int longest) {
        return Contender.of(Comparison.AGRONA + variant,
                new TransportVariant(SocketTransport.class, variant, ComparisonTest.class))
                .upTo(longest);
    }

    private Contender add(Contender contender, Workload workload, double value) {
        if (!contenders.contains(contender)) {
            contenders.add(contender);
        }
        Histogram histogram = new Histogram(1_000_000_000, 3);
        if (workload.hasPercentiles()) {
            histogram.recordValue((long) (value * 1000));
        }
        Outcome outcome = workload.hasPercentiles() ? Outcome.of(1, histogram)
                : new Outcome((long) (value * 1000), 1_000_000, null);
        results.add(contender, new Sample(workload, outcome, Cost.UNKNOWN, Cost.UNKNOWN));
        return contender;
    }

    private Comparison comparison() {
        return new Comparison(contenders, results);
    }

    @Test
    void shouldCompareWithTheBetterRowOfTheSameSize() {
        add(smallest, Workload.TRIP_64, 3);
        add(largest, Workload.TRIP_64, 3);
        for (String size : new String[] {"1K", "1M"}) {
            add(ring("spinning-" + size, 1000), Workload.TRIP_64, size.equals("1K") ? 2 : 6);
            add(ring("backoff-" + size, 1000), Workload.TRIP_64, 12);
        }
        assertThat(comparison().toAgrona(smallest, Workload.TRIP_64, Figure.P50)).isCloseTo(1.5, within(0.01));
        assertThat(comparison().toAgrona(largest, Workload.TRIP_64, Figure.P999)).isCloseTo(0.5, within(0.01));
    }

    @Test
    void shouldTakeTheFasterOfTwoStreams() {
        add(largest, Workload.CLAIM_64, 6);
        add(ring("spinning-1M", 64), Workload.STREAM_64, 2);
        add(ring("backoff-1M", 64), Workload.STREAM_64, 3);
        add(ring("backoff-64K", 64), Workload.STREAM_64, 100);
        assertThat(comparison().toAgrona(largest, Workload.CLAIM_64, Figure.MESSAGES)).isEqualTo(2);
    }

    /** The smallest segment passes 64 bytes one by one; all else goes through its wide lanes or bulk areas. */
    @ParameterizedTest
    @CsvSource({"1K, TRIP_64, 1024", "1K, PACED_64, 1024", "1K, TRIP_1000, 524288", "1K, STREAM_64, 524288",
        "1K, STREAM_1000, 524288", "1K, CLAIM_1M, 16777216", "1M, TRIP_1000, 1048576", "1M, BATCH_1000, 1048576",
        "1M, STREAM_1M, 16777216"})
    void shouldCountTheBytesThroughWhichTheMessageGoes(String size, Workload workload, int bytes) {
        for (String ring : new String[] {"1K", "512K", "1M", "16M"}) {
            contenders.add(ring("spinning-" + ring, TransportVariant.bytes(ring) / 2 / 8));
        }
        assertThat(comparison().ringSize(size.equals("1K") ? smallest : largest, workload)).hasValue(bytes);
        assertThat(comparison().ringSize(contenders.get(0), workload)).isEmpty();
    }

    @Test
    void shouldCompareWithTheSocketAndWithOneThread() {
        add(smallest, Workload.STREAM_64, 4);
        add(smallest, Workload.SHARED_4, 3);
        add(own(Comparison.UNIX_SOCKET), Workload.STREAM_64, 0.5);
        Comparison comparison = comparison();
        assertThat(comparison.toUnixSocket(smallest, Workload.SHARED_4, Figure.MESSAGES)).isEqualTo(6);
        assertThat(comparison.toPlain(smallest, Workload.SHARED_4, Figure.MESSAGES)).isEqualTo(0.75);
        assertThat(comparison.toPlain(smallest, Workload.SHARED_2, Figure.MESSAGES)).isNaN();
        assertThat(comparison.toPlain(smallest, Workload.STREAM_64, Figure.MESSAGES)).isNaN();
        assertThat(comparison.toUnixSocket(contenders.get(1), Workload.STREAM_64, Figure.MESSAGES)).isNaN();
        assertThat(comparison.toAgrona(smallest, Workload.STREAM_64, Figure.MESSAGES)).isNaN();
    }

    @Test
    void shouldNotDivideByNothing() {
        add(smallest, Workload.STREAM_64, 4);
        add(own(Comparison.UNIX_SOCKET), Workload.STREAM_64, 0);
        assertThat(comparison().toUnixSocket(smallest, Workload.STREAM_64, Figure.MESSAGES)).isNaN();
    }

    @Test
    void shouldReplaceTheSectionBetweenTheTwoLinesOnly() throws IOException {
        add(smallest, Workload.TRIP_64, 0.5);
        add(smallest, Workload.STREAM_64, 4);
        add(smallest, Workload.SHARED_2, 5);
        add(ring("spinning-1K", 64), Workload.TRIP_64, 0.25);
        add(own(Comparison.UNIX_SOCKET), Workload.TRIP_64, 50);
        Path file = Files.writeString(directory.resolve("x.md"), "before\n" + MarkdownReport.BEGIN + "\nold\n"
                + MarkdownReport.END + "\nafter\n");
        String row = "| **shmooze-poll-spinning-1K** | 1K, wide 512K, bulk 8M | ";
        String text = MarkdownReport.text(file, Map.of("processor", "fast"), options(file), results);
        assertThat(text).startsWith("before\n" + MarkdownReport.BEGIN + "\n")
                .endsWith("\n" + MarkdownReport.END + "\nafter\n").doesNotContain("old", "NaN", "null")
                .contains("| processor | fast |")
                .contains("    x-axis [\"shmooze-poll-spinning-1K\", \"agrona-ring-spinning-1K\", \"unix-socket\"]")
                .contains("    y-axis \"M/s\" 0 --> 4\n").contains(" 1 --> 5\n")
                .contains("    bar [2.70, 2.40, 4.70]\n    line [2.70, 2.40, 4.70]\n")
                .contains(row + "500 ns / 500 ns / 500 ns / - |")
                .contains(row + "4.00 M/s / - | 5.00 M/s / - / 1.25 |")
                .contains(row + "**2.00** / **2.00** / **2.00** / - |")
                .contains(row + "0.0100 / 0.0100 / 0.0100 / - |")
                .contains("| agrona-ring-spinning-1K | 1K | 250 ns / 250 ns / 250 ns / - |");
    }

    private BenchOptions options(Path markdown) {
        List<BenchOptions.Run> runs = contenders.stream().map(each -> new BenchOptions.Run(each, each.workloads()))
                .toList();
        return new BenchOptions(1, Duration.ofMillis(1), runs, true, false, null, null, markdown);
    }

    @Test
    void shouldRefuseAFileWithoutTheTwoLinesBeforeMeasuring() throws IOException {
        contenders.add(smallest);
        Path file = directory.resolve("new.md");
        assertThat(options(file).markdown()).isEqualTo(file);
        Files.writeString(file, MarkdownReport.END + MarkdownReport.BEGIN);
        assertThatThrownBy(() -> options(file)).isInstanceOf(UsageException.class)
                .hasMessageStartingWith("Option --markdown: " + file + " does not have the lines");
    }

    @Test
    void shouldSayWhoChecksBounds() {
        contenders.add(smallest);
        contenders.add(ring("spinning-1K", 64).withJvmOptions(List.of("-Da=b"), List.of("-Dunchecked=true")));
        assertThat(options(null).whoChecksBounds()).isEqualTo("on for all");
        List<BenchOptions.Run> runs = contenders.stream()
                .map(each -> new BenchOptions.Run(each.unchecked(), each.workloads())).toList();
        assertThat(new BenchOptions(1, Duration.ofMillis(1), runs, false, false, null, null, null).whoChecksBounds())
                .isEqualTo("off for test-classes; on for the others, which have no switch");
        assertThat(runs.get(0).contender()).isEqualTo(smallest);
        assertThat(runs.get(1).contender().jvmOptions()).containsExactly("-Da=b", "-Dunchecked=true");
    }
}
