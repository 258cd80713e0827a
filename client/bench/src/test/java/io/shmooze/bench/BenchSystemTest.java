// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the executable jar writes; its speed is not tested. */
@Timeout(300)
class BenchSystemTest {
    private static final List<String> NAMES =
            List.of("shmooze-poll-adaptive-1K", "shmooze-poll-adaptive-1M", "unix-socket");

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldWriteTheSameRowsAsTableAsJsonAndAsPage() throws IOException {
        Path json = programs.file("b.json");
        Path section = programs.file("b.md");
        Path page = Files.writeString(programs.file("b.html"), "an earlier report");
        Program bench = bench("--only", "poll-adaptive-1|^unix", "--work", "64|shared|connect|idle", "--rounds", "2",
                "--time", "20ms", "--json", json.toString(), "--report", page.toString(), "--markdown",
                section.toString());
        bench.awaitExit(0);
        assertThat(bench.errors()).isEqualTo("shmooze-bench: replaced " + page + "\n");
        assertThat(bench.output()).contains("processor", "kernel", "JDK", "trip-64", "idle").doesNotContain("tcp");
        for (String name : NAMES) {
            // One row in the table of round trips, one in the other.
            assertThat(bench.output().lines().filter(line -> line.startsWith(name + " "))).as(name).hasSize(2);
        }
        checkJson(JsonReader.object(JsonReader.read(Files.readString(json))));
        checkPage(Files.readString(page));
        assertThat(Files.readString(section)).contains("```mermaid", "| **shmooze-poll-adaptive-1M** | 1M, bulk 8M | ",
                "| unix-socket | ", "Divided by U").doesNotContain("NaN", "Divided by A");
        TemporaryFiles.expectNone(bench.pid());
    }

    private static void checkJson(Map<String, Object> report) {
        assertThat(report).containsEntry("rounds", 2.0).containsEntry("timeMs", 20.0).containsKey("machine");
        List<Map<String, Object>> results = JsonReader.objects(report.get("results"));
        // Workloads of the socket; those, batches, claims, two and four threads and two with a tail of the small
        // segment; of the large one not those that are the same for all sizes.
        assertThat(results).hasSize(5 + 11 + 6);
        assertThat((List<?>) report.get("order")).isEqualTo(Stream.of(NAMES, NAMES).flatMap(List::stream).toList());
        assertThat(results).extracting(result -> result.get("transport")).containsOnly(NAMES.toArray());
        for (Map<String, Object> result : results) {
            JsonReader.object(result.get("figures")).forEach((name, figure) -> {
                List<?> rounds = (List<?>) JsonReader.object(figure).get("rounds");
                assertThat(rounds).as(result + " " + name).hasSize(2);
                Map<String, Object> values = JsonReader.object(figure);
                if (values.get("median") != null) {
                    assertThat((Double) values.get("median")).as(result + " " + name)
                            .isBetween((Double) values.get("min"), (Double) values.get("max"));
                }
            });
            assertThat(JsonReader.object(JsonReader.object(result.get("figures")).values().iterator().next())
                    .get("ratioToPlain") != null).isEqualTo(result.get("work").toString()
                    .matches("shared.*|ask-64|call|tailed.*"));
            if (result.get("work").equals("trip-64")) {
                Map<String, Object> median = JsonReader.object(JsonReader.object(result.get("figures")).get("p50"));
                assertThat((Double) median.get("median")).as(result.toString()).isPositive();
            }
            if (result.get("work").equals("idle")) {
                // Null if the kernel does not tell.
                Map<String, Object> timers = JsonReader.object(JsonReader.object(result.get("figures")).get("timers"));
                assertThat(timers.get("median")).as("a thread that waits for ever has no timer: " + result)
                        .isIn(0.0, null);
            }
        }
    }

    private static void checkPage(String page) {
        assertThat(page).startsWith("<!DOCTYPE html>").contains("</html>", "prefers-color-scheme: dark", "<svg ")
                .doesNotContain("http:", "https:", "<script", "src=", "@import", "url(", "${", "NaN");
        for (String name : NAMES) {
            assertThat(page).contains("<tr><td>" + name + "</td>", "<title>" + name + ": ");
        }
    }

    @Test
    void shouldListWhatItCanMeasure() {
        Program bench = bench("--list");
        bench.awaitExit(0);
        for (String mode : new String[] {"poll", "listener"}) {
            for (String wait : new String[] {"spinning", "adaptive", "blocking"}) {
                assertThat(bench.output()).contains("shmooze-" + mode + "-" + wait + "-1K\n",
                        "shmooze-" + mode + "-" + wait + "-64K\n", "shmooze-" + mode + "-" + wait + "-1M\n");
            }
        }
        assertThat(bench.output()).contains("shmooze-asking-spinning-1K\n", "jdk-rmi\n",
                "unix-socket\n", "tcp-loopback\n", "file-shmooze-1M\n", "stream-1m ");
    }

    @ParameterizedTest
    @CsvSource({
        "listener-blocking-1K, paced-64",
        "listener-spinning-1K, trip-1000",
        "listener-blocking-1K, ask-64",
        "asking-adaptive-1K, ask-64",
        "asking-spinning-1K, trip-64",
        "poll-spinning-1K$, stream-1000",
        "poll-adaptive-1M$, shared-4",
        "listener-blocking-1K, shared-2",
        "listener-adaptive-1K, batch-64",
        "poll-blocking-1K, claim-64",
        "listener-spinning-64K, claim-1000",
        "poll-adaptive-1K, claim-1m",
        "poll-spinning-1K-passes, batch-64",
        "jdk-rmi, ask-64",
        "jdk-rmi, call",
        "asking-blocking-1K, call",
        "listener-adaptive-1K, call",
        "tcp, stream-1m",
        "frames-adaptive, frame",
        "memcpy, frame",
        "file-shmooze-1M, file-16m",
        "file-unix-socket, file-16m",
        "file-memcpy, file-16m",
        "file-sha-256, file-16m"})
    void shouldMeasureOneWorkloadOfOneTransport(String transport, String workload) {
        Program bench = bench("--quick", "--time", "20ms", "--only", transport, "--work", workload);
        bench.awaitExit(0);
        assertThat(bench.errors()).isEmpty();
        assertThat(bench.output().lines().filter(line -> line.contains(transport.replace("$", "")))).hasSize(1);
        TemporaryFiles.expectNone(bench.pid());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--rounds 0 | Option --rounds: \"0\" is not a number from 1 to 1000",
        "--time soon | Option --time: \"soon\" is not a time from",
        "--time 0s | Option --time: nothing can be measured in no time",
        "--only ( | Option --only: \"(\" is not a regular expression: Unclosed group",
        "--only nothing | No transport and workload match --only and --work",
        "--report /nowhere/x.html | Option --report: cannot write /nowhere/x.html",
        "--json /tmp | Option --json: cannot write /tmp",
        "--fast | Unknown option: '--fast'",
        "chat | 'chat' is one word too many"})
    void shouldRefuseBadOptionsInOneLine(String options, String complaint) {
        Program bench = bench(options.strip().split(" "));
        bench.awaitExit(2);
        assertThat(bench.output()).isEmpty();
        assertThat(bench.errors()).startsWith("shmooze-bench: " + complaint).hasLineCount(1);
    }

    private Program bench(String... options) {
        return programs.bare("bench", options).fromNothing().start();
    }
}
