// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.StringJoiner;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The results as a section of a Markdown file, between two lines that mark it: charts, medians, and ratios. */
final class MarkdownReport {
    static final String BEGIN = "<!-- results: written by --markdown -->";
    static final String END = "<!-- end of results -->";
    private static final List<Workload> CHARTS =
            List.of(Workload.TRIP_64, Workload.PACED_64, Workload.STREAM_64, Workload.STREAM_1000);
    private static final List<List<Workload>> TABLES = List.of(
            List.of(Workload.TRIP_64, Workload.ASK_64, Workload.CALL, Workload.TRIP_1000, Workload.PACED_64),
            List.of(Workload.STREAM_64, Workload.BATCH_64, Workload.CLAIM_64, Workload.SHARED_2, Workload.SHARED_4),
            List.of(Workload.STREAM_1000, Workload.BATCH_1000, Workload.CLAIM_1000, Workload.STREAM_1M,
                    Workload.CLAIM_1M),
            List.of(Workload.CONNECT, Workload.IDLE),
            List.of(Workload.FRAME, Workload.FILE_16M));

    private final BenchOptions options;
    private final Results results;
    private final Comparison comparison;
    private final StringBuilder text = new StringBuilder();

    private MarkdownReport(BenchOptions options, Results results) {
        this.options = options;
        this.results = results;
        this.comparison = new Comparison(options.contenders(), results);
    }

    /** Called before the measurements, too: throws if there is a file without the two lines. */
    static String[] around(Path file) {
        try {
            String old = Files.exists(file) ? Files.readString(file) : BEGIN + "\n" + END + "\n";
            int begin = old.indexOf(BEGIN);
            int end = old.indexOf(END);
            if (begin < 0 || end < begin) {
                throw new UsageException("Option --markdown: " + file + " does not have the lines \"" + BEGIN
                        + "\" and \"" + END + "\"");
            }
            return new String[] {old.substring(0, begin + BEGIN.length()), old.substring(end)};
        } catch (IOException e) {
            throw new UsageException("Option --markdown: cannot read " + file, e);
        }
    }

    /** The text of the whole file. */
    static String text(Path file, Map<String, String> facts, BenchOptions options, Results results) {
        String[] around = around(file);
        return around[0] + "\n" + new MarkdownReport(options, results).section(facts) + "\n" + around[1];
    }

    private String section(Map<String, String> facts) {
        text.append("\n| | |\n|---|---|\n");
        facts.forEach((name, fact) -> text.append("| ").append(name).append(" | ").append(fact).append(" |\n"));
        CHARTS.stream().filter(options.workloads()::contains).forEach(this::chart);
        for (List<Workload> workloads : TABLES) {
            table("Medians", workloads, options.contenders(), this::header, this::cell);
        }
        List<Contender> own = options.contenders().stream().filter(Contender::isOwn).toList();
        ratios("Divided by A, the better of Agrona's rows of the same size", own, comparison::toAgrona, true);
        ratios("Divided by U, the JDK's Unix domain socket", own, comparison::toUnixSocket, false);
        return text.toString();
    }

    /** Round trips differ by factors of thousands, so their charts have a logarithmic axis, which Mermaid lacks. */
    private void chart(Workload workload) {
        List<Contender> contenders = comparison.charted(workload);
        boolean times = workload.hasPercentiles();
        Figure first = workload.figures().get(0);
        text.append("\n```mermaid\n%%{init: {\"xyChart\": {\"width\": 900, \"height\": ")
                .append(120 + 30 * contenders.size()).append("}}}%%\nxychart-beta horizontal\n    title \"")
                .append(workload.title()).append(times ? ": bars to p50, line at p99.9; logarithmic" : "")
                .append("\"\n    x-axis ").append(contenders.stream().map(each -> "\"" + each.name() + "\"").toList())
                .append("\n    y-axis \"").append(times ? "1: 10 ns, 2: 100 ns, 3: 1 us, 4: 10 us, 5: 100 us, 6: 1 ms"
                        : first.unit()).append("\" ").append(times ? 1 : 0).append(" --> ")
                .append((int) Math.ceil(contenders.stream().mapToDouble(each ->
                        coordinate(each, workload, times ? Figure.P999 : first)).max().orElse(1))).append('\n');
        series("bar", contenders, each -> coordinate(each, workload, first));
        if (times) {
            series("line", contenders, each -> coordinate(each, workload, Figure.P999));
        }
        text.append("```\n");
    }

    private double coordinate(Contender contender, Workload workload, Figure figure) {
        double median = results.median(contender, workload, figure);
        return workload.hasPercentiles() ? Math.log10(median * 1e3) : median;
    }

    private void series(String kind, List<Contender> contenders, ToDoubleFunction<Contender> value) {
        text.append("    ").append(kind).append(' ').append(contenders.stream()
                .map(each -> String.format(Locale.ROOT, "%.2f", value.applyAsDouble(each))).toList()).append('\n');
    }

    private void table(String title, List<Workload> wanted, List<Contender> contenders,
            Function<Workload, String> header, BiFunction<Contender, Workload, String> cell) {
        List<Workload> workloads = wanted.stream().filter(workload -> contenders.stream()
                .anyMatch(each -> !results.samples(each, workload).isEmpty())).toList();
        if (workloads.isEmpty()) {
            return;
        }
        text.append('\n').append("| ").append(title).append(" | memory |")
                .append(workloads.stream().map(header).collect(Collectors.joining(" | ", " ", " |\n")))
                .append("|---|---|").append("---|".repeat(workloads.size())).append('\n');
        for (Contender contender : contenders) {
            if (workloads.stream().anyMatch(each -> !results.samples(contender, each).isEmpty())) {
                text.append("| ").append(contender.isOwn() ? "**" + contender.name() + "**" : contender.name())
                        .append(" | ").append(contender.memory()).append(workloads.stream()
                                .map(each -> cell.apply(contender, each))
                                .collect(Collectors.joining(" | ", " | ", " |\n")));
            }
        }
    }

    private String header(Workload workload) {
        return titles(workload) + (workload.threads() > 1 ? " / of one thread"
                : workload.isAsked() ? " / of " + workload.plain().id() : "");
    }

    private static String titles(Workload workload) {
        return workload.id() + ": " + workload.figures().stream().map(Figure::title).collect(Collectors.joining(" / "));
    }

    private String cell(Contender contender, Workload workload) {
        double ratio = comparison.toPlain(contender, workload, workload.figures().get(0));
        return results.text(contender, workload) + (Double.isNaN(ratio) ? "" : " / " + NumberText.text(ratio));
    }

    private interface Ratio {
        double of(Contender own, Workload workload, Figure figure);
    }

    private void ratios(String title, List<Contender> own, Ratio ratio, boolean rings) {
        List<Workload> compared = options.workloads().stream().filter(workload -> own.stream()
                .anyMatch(each -> !Double.isNaN(ratio.of(each, workload, workload.figures().get(0))))).toList();
        List<Workload> trips = compared.stream().filter(Workload::hasPercentiles).toList();
        List<Workload> others = new ArrayList<>(compared);
        others.removeAll(trips);
        for (List<Workload> each : List.of(trips, others)) {
            table(title, each, own, MarkdownReport::titles, (contender, workload) ->
                    ratios(contender, workload, ratio) + (rings ? ring(contender, workload) : ""));
        }
    }

    /** Bold where we lose. */
    private String ratios(Contender own, Workload workload, Ratio ratio) {
        StringJoiner cells = new StringJoiner(" / ");
        for (Figure figure : workload.figures()) {
            double value = ratio.of(own, workload, figure);
            boolean loses = figure.moreIsBetter() ? value < 1 : value > 1;
            cells.add(loses ? "**" + NumberText.text(value) + "**" : NumberText.text(value));
        }
        return cells.toString().matches("[-/ ]+") ? "" : cells.toString();
    }

    private String ring(Contender own, Workload workload) {
        OptionalInt size = comparison.ringSize(own, workload);
        return size.isEmpty() || size.getAsInt() == own.capacity(workload) ? ""
                : " (" + (size.getAsInt() >> 20) + "M)";
    }
}
