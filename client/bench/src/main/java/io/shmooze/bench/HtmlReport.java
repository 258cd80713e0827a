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

    private final Machine machine;
    private final BenchOptions options;
    private final Results results;

    private HtmlReport(Machine machine, BenchOptions options, Results results) {
        this.machine = machine;
        this.options = options;
        this.results = results;
    }

    /** The text of the whole page. */
    static String text(Machine machine, BenchOptions options, Results results) throws IOException {
        return new HtmlReport(machine, options, results).page();
    }

    private String page() throws IOException {
        int rounds = options.rounds();
        Map<String, String> parts = Map.of(
                "rounds", rounds == 1 ? "1 round" : rounds + " rounds",
                "time", options.time().toMillis() + " ms",
                "machine", facts(),
                "sections", options.workloads().stream().map(this::section).collect(Collectors.joining()),
                "table", new HtmlTable(options, results).toString());
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
        String libraries = options.contenders().stream().filter(contender -> !contender.isOwn())
                .map(contender -> contender.transport().version()).filter(Objects::nonNull).distinct()
                .collect(Collectors.joining(", "));
        StringBuilder facts = new StringBuilder();
        machine.facts().forEach((name, fact) -> facts.append(fact(name, fact)));
        return libraries.isEmpty() ? facts.toString() : facts.append(fact("others", libraries)).toString();
    }

    private static String fact(String name, String fact) {
        return Html.element("dt", Html.escape(name)) + Html.element("dd", Html.escape(fact)) + "\n";
    }

    private String section(Workload workload) {
        List<Contender> measured = options.contenders().stream()
                .filter(contender -> !results.samples(contender, workload).isEmpty()).toList();
        StringBuilder section = new StringBuilder(Html.element("h2", Html.escape(workload.title()))).append('\n');
        section.append("<p class=\"note\">").append(Html.escape(explanation(workload))).append("</p>\n");
        if (workload.hasPercentiles()) {
            section.append(new CurveChart(workload, forCurves(measured), options.contenders(), results));
        }
        return section.append(new BarChart(workload, measured, options.contenders(), results)).toString();
    }

    /** Leaves out the larger buffers, because too many curves would hide each other. */
    private static List<Contender> forCurves(List<Contender> measured) {
        List<Contender> few =
                measured.stream().filter(contender -> contender.workloads().contains(Workload.CONNECT)).toList();
        return few.isEmpty() ? measured : few;
    }

    private static String explanation(Workload workload) {
        return switch (workload.kind()) {
            case TRIPS, PACED -> "Less is better; the scales are logarithmic. Bars end at p50, whiskers at p99, p99.9.";
            case STREAM, BATCH, SHARED -> "More is better. Megabytes and gigabytes are decimal.";
            case FILE -> "More is better. Read, hashed, sent, hashed again, written; memcpy, sha-256: only that.";
            case CONNECT -> "Less is better. A fresh JVM connects, sends 64 bytes and gets them back.";
            case IDLE -> "Less is better. CPU of both processes together, and how often their threads were switched.";
        };
    }
}
