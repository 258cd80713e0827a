// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.UsageException;
import io.shmooze.console.Conversion;
import io.shmooze.console.Conversions;
import io.shmooze.console.ProgramCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options of the benchmark. */
final class BenchCommandLine {
    private static final String CALL = ProgramCall.of("bench");
    private static final int WIDTH = 79;
    private static final int MOST_ROUNDS = 1000;
    private static final String QUICK = "--quick";
    private static final String ROUNDS = "--rounds";
    private static final String TIME = "--time";
    private static final String ONLY = "--only";
    private static final String WORK = "--work";
    private static final String JSON = "--json";
    private static final String REPORT = "--report";
    private static final String MARKDOWN = "--markdown";
    private static final String UNCHECKED = "--no-bounds-checks";
    private static final String PIN = "--pin";
    private static final String LIST = "--list";
    private static final String HELP = "--help";

    private final ParseResult parsed;

    /**
     * Reads the words.
     *
     * @throws picocli.CommandLine.ParameterException with a line for people
     */
    BenchCommandLine(String[] words) {
        parsed = commandLine().parseArgs(words);
    }

    private static CommandLine commandLine() {
        CommandSpec spec = CommandSpec.create().name("shmooze-bench");
        flag(spec, "One short round: 50 ms for each measurement", QUICK);
        value(spec, ROUNDS, "N", "How often to measure everything; the results are medians%n  Default: 3");
        value(spec, TIME, "TIME", "Time of each measurement; pauses and silence take five times as long%n"
                + "  Default: 200ms");
        value(spec, ONLY, "PATTERN", "Only transports whose name contains this regular expression");
        value(spec, WORK, "PATTERN", "Only workloads whose name contains this regular expression");
        flag(spec, "Let libraries check no bounds that can leave that out", UNCHECKED);
        flag(spec, "Run each end on a processor of its own, by the program taskset", PIN);
        value(spec, REPORT, "FILE", "Write an HTML page with charts; replaces an existing file");
        value(spec, JSON, "FILE", "Write all figures of all rounds; replaces an existing file");
        value(spec, MARKDOWN, "FILE", "Write charts, medians and ratios as a section of a Markdown file");
        flag(spec, "Print the names of transports and workloads and exit", LIST);
        flag(spec, "Print this text and exit", HELP, "-h");
        spec.usageMessage().synopsisHeading("")
                .customSynopsis("Usage: " + CALL + " [options]")
                .description("Measures messages between two processes of this machine: Shmooze's modes, and sockets.",
                        "")
                .sortOptions(false)
                .footer("", "Examples:", "  " + CALL + " --quick",
                        "  " + CALL + " --only adaptive --report report.html");
        return new CommandLine(spec).setExpandAtFiles(false).setUsageHelpWidth(WIDTH);
    }

    private static void flag(CommandSpec spec, String meaning, String... names) {
        spec.addOption(OptionSpec.builder(names).arity("0").type(boolean.class).usageHelp(names[0].equals(HELP))
                .description(meaning).build());
    }

    private static void value(CommandSpec spec, String name, String label, String meaning) {
        spec.addOption(OptionSpec.builder(name).arity("1").type(String.class).paramLabel(label).description(meaning)
                .build());
    }

    boolean asksForHelp() {
        return parsed.hasMatchedOption(HELP);
    }

    boolean asksForList() {
        return parsed.hasMatchedOption(LIST);
    }

    static String help() {
        return commandLine().getUsageMessage(Ansi.OFF);
    }

    /** The contenders, workloads and files that the command line asks for. */
    BenchOptions options(List<Contender> contenders) {
        boolean quick = parsed.hasMatchedOption(QUICK);
        Pattern only = pattern(ONLY);
        Pattern workload = pattern(WORK);
        boolean checks = !parsed.hasMatchedOption(UNCHECKED);
        List<BenchOptions.Run> runs = contenders.stream().filter(each -> only.matcher(each.name()).find())
                .map(each -> checks ? each : each.unchecked())
                .map(each -> new BenchOptions.Run(each, each.workloads().stream()
                        .filter(one -> workload.matcher(one.id()).find()).toList()))
                .filter(run -> !run.workloads().isEmpty()).toList();
        int rounds = value(ROUNDS, Conversions.count(1, MOST_ROUNDS), quick ? "1" : "3");
        Duration time = value(TIME, Conversions.duration(), quick ? "50ms" : "200ms");
        if (time.isZero()) {
            throw new UsageException("Option " + TIME + ": nothing can be measured in no time");
        }
        return new BenchOptions(rounds, time, runs, checks, parsed.hasMatchedOption(PIN), path(JSON), path(REPORT),
                path(MARKDOWN));
    }

    private <T> T value(String name, Conversion<T> conversion, String preset) {
        return conversion.option(name, parsed.matchedOptionValue(name, preset));
    }

    private Path path(String name) {
        return parsed.hasMatchedOption(name) ? value(name, Conversions.path(), "") : null;
    }

    private Pattern pattern(String name) {
        String text = parsed.matchedOptionValue(name, "");
        try {
            return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            throw new UsageException("Option " + name + ": \"" + text + "\" is not a regular expression: "
                    + e.getDescription(), e);
        }
    }
}
