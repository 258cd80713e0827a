// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.ShmoozeException;
import io.shmooze.UsageException;
import io.shmooze.console.Printable;
import io.shmooze.console.Suggestions;
import io.shmooze.segment.OutputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.ParameterException;

/** The benchmark, from its command line to its exit code. */
public final class Bench {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Bench() {
    }

    /**
     * Runs it.
     *
     * @param words the command line
     * @param contenders that can take part
     * @return the exit code
     */
    public static int run(String[] words, List<Contender> contenders) {
        try {
            return run(new BenchCommandLine(words), contenders);
        } catch (ParameterException e) {
            return complain(Suggestions.explain(e), USAGE);
        } catch (UsageException e) {
            return complain(e.getMessage(), USAGE);
        } catch (ChildFailedException | IOException | ShmoozeException e) {
            return Children.areStopping() ? FAILED : complain(e.getMessage(), FAILED);
        } catch (InterruptedException e) {
            return complain("interrupted", FAILED);
        }
    }

    private static int run(BenchCommandLine commandLine, List<Contender> contenders)
            throws IOException, InterruptedException {
        if (commandLine.asksForHelp()) {
            System.out.print(BenchCommandLine.help());
            return DONE;
        }
        if (commandLine.asksForList()) {
            System.out.println(contenders.stream().map(Contender::name).collect(Collectors.joining("\n")));
            System.out.println("\nworkloads:\n" + Arrays.stream(Workload.values())
                    .map(workload -> String.format("%-12s %s", workload.id(), workload.title()))
                    .collect(Collectors.joining("\n")));
            return DONE;
        }
        BenchOptions options = commandLine.options(contenders);
        Map<String, String> facts = new LinkedHashMap<>(Machine.facts());
        facts.put("bounds checks", options.whoChecksBounds());
        facts.put("processors of the ends", options.pinned() ? "0 and 1" : "any");
        facts.put("others", options.versions());
        facts.put("rounds", options.rounds() + " of " + options.time().toMillis() + " ms each");
        facts.values().removeIf(String::isEmpty);
        Results results;
        try (Progress progress = new Progress(options.steps())) {
            results = new Rounds(options, progress).run();
        }
        System.out.print(new TextTable(facts, options, results));
        write(facts, options, results);
        return DONE;
    }

    private static void write(Map<String, String> facts, BenchOptions options, Results results) throws IOException {
        if (options.json() != null) {
            write(options.json(), JsonReport.text(facts, options, results));
        }
        if (options.report() != null) {
            write(options.report(), HtmlReport.text(facts, options, results));
        }
        if (options.markdown() != null) {
            write(options.markdown(), MarkdownReport.text(options.markdown(), facts, options, results));
        }
    }

    private static void write(Path file, String text) {
        if (OutputFile.replace(file, text.getBytes(StandardCharsets.UTF_8))) {
            System.err.println("shmooze-bench: replaced " + Printable.inline(file.toString()));
        }
    }

    private static int complain(String line, int code) {
        System.err.println("shmooze-bench: " + Printable.inline(line));
        return code;
    }
}
