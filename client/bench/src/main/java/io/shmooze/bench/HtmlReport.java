// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The results for a browser: one page without references to others. */
final class HtmlReport {
    private static final String TEMPLATE = "report.html";
    private static final String NUMBERS =
            " The last number is the CPU time of one. In brackets: the first one, in the lowest and the highest round.";

    private final Map<String, String> facts;
    private final BenchOptions options;
    private final Results results;

    private HtmlReport(Map<String, String> facts, BenchOptions options, Results results) {
        this.facts = facts;
        this.options = options;
        this.results = results;
    }

    /** The text of the whole page. */
    static String text(Map<String, String> facts, BenchOptions options, Results results) throws IOException {
        return new HtmlReport(facts, options, results).page();
    }

    private String page() throws IOException {
        int rounds = options.rounds();
        Map<String, String> parts = Map.of(
                "rounds", rounds == 1 ? "1 round" : rounds + " rounds",
                "time", options.time().toMillis() + " ms",
                "machine", facts(),
                "sections", options.workloads().stream().map(this::section).collect(Collectors.joining()),
                "table", table());
        String page;
        try (InputStream template = HtmlReport.class.getResourceAsStream(TEMPLATE)) {
            page = new String(Objects.requireNonNull(template, TEMPLATE).readAllBytes(), StandardCharsets.UTF_8);
        }
        for (Map.Entry<String, String> part : parts.entrySet()) {
            page = page.replace("${" + part.getKey() + "}", part.getValue());
        }
        return page;
    }

    private String facts() {
        return facts.entrySet().stream()
                .map(fact -> Html.element("dt", Html.escape(fact.getKey())) + Html.element("dd",
                        Html.escape(fact.getValue())) + "\n").collect(Collectors.joining());
    }

    private String section(Workload workload) {
        List<Contender> measured = options.contenders().stream()
                .filter(contender -> !results.samples(contender, workload).isEmpty()).toList();
        StringBuilder section = new StringBuilder(Html.element("h2", Html.escape(workload.title()))).append('\n');
        section.append("<p class=\"note\">").append(Html.escape(explanation(workload))).append("</p>\n");
        if (workload.hasPercentiles()) {
            List<Contender> few = new Comparison(options.contenders(), results).charted(workload);
            section.append(new CurveChart(workload, few, options.contenders(), results));
        }
        return section.append(new BarChart(workload, measured, options.contenders(), results)).toString();
    }

    private static String explanation(Workload workload) {
        return switch (workload.kind()) {
            case TRIPS, ASK, CALL, PACED ->
                "Less is better; the scales are logarithmic. Bars end at p50, whiskers at p99, p99.9." + NUMBERS;
            case STREAM, BATCH, CLAIM, SHARED ->
                "More is better. Whiskers: the slowest and the fastest round. Units are decimal." + NUMBERS;
            case FILE -> "More is better. Read, hashed, sent, hashed again, written; memcpy, sha-256: only that."
                    + NUMBERS;
            case CONNECT -> "Less is better. A fresh JVM connects, sends 64 bytes and gets them back.";
            case IDLE -> "Less is better. CPU of both processes together; how often the server's and the client's"
                    + " threads were switched; how many threads of both sleep with a timeout.";
        };
    }

    /** All medians; below each, the spread over the rounds. */
    private String table() {
        StringBuilder rows = new StringBuilder();
        for (Contender contender : options.contenders()) {
            rows.append("<tr><td>").append(Html.escape(contender.name())).append("</td>")
                    .append(cells("td", (workload, figure) -> median(contender, workload, figure))).append("</tr>\n");
        }
        return "<table>\n<thead>\n<tr><th></th>" + workloads() + "</tr>\n<tr><th></th>"
                + cells("th", (workload, figure) -> figure.title()) + "</tr>\n</thead>\n<tbody>\n" + rows
                + "</tbody>\n</table>\n";
    }

    private String workloads() {
        return options.workloads().stream().map(workload -> "<th class=\"first\" colspan=\""
                + workload.figures().size() + "\">" + Html.escape(workload.id()) + "</th>")
                .collect(Collectors.joining());
    }

    private String median(Contender contender, Workload workload, Figure figure) {
        String median = NumberText.text(results.median(contender, workload, figure), figure.unit());
        return options.rounds() == 1 || results.samples(contender, workload).isEmpty() ? median
                : median + "<br><small>" + results.spread(contender, workload, figure) + "</small>";
    }

    private interface Cell {
        /** A part of an HTML page. */
        String text(Workload workload, Figure figure);
    }

    private String cells(String element, Cell cell) {
        StringBuilder cells = new StringBuilder();
        for (Workload workload : options.workloads()) {
            for (Figure figure : workload.figures()) {
                boolean first = figure == workload.figures().get(0);
                cells.append("<").append(element).append(first ? " class=\"first\">" : ">")
                        .append(cell.text(workload, figure)).append("</").append(element).append(">");
            }
        }
        return cells.toString();
    }
}
