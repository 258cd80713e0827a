// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The results for a console: a table of the round trips and one of the other workloads, with medians of all rounds. */
final class TextTable {
    private static final int NAME = 32;
    private static final int CELL = 10;

    private final BenchOptions options;
    private final Results results;
    private final StringBuilder text = new StringBuilder();

    TextTable(Map<String, String> facts, BenchOptions options, Results results) {
        this.options = options;
        this.results = results;
        facts.forEach((name, fact) -> text.append(String.format("%-22s %s%n", name, fact)));
        table(options.workloads().stream().filter(Workload::hasPercentiles).toList());
        table(options.workloads().stream().filter(workload -> !workload.hasPercentiles()).toList());
    }

    private void table(List<Workload> workloads) {
        if (workloads.isEmpty()) {
            return;
        }
        text.append('\n');
        line("", workloads, workload -> List.of(workload.id()));
        line("", workloads, workload -> workload.figures().stream().map(Figure::title).toList());
        for (Contender contender : options.contenders()) {
            line(contender.name(), workloads, workload -> workload.figures().stream().map(figure ->
                    NumberText.text(results.median(contender, workload, figure), figure.unit())).toList());
        }
    }

    private interface Cells {
        List<String> of(Workload workload);
    }

    /** One cell for each figure of a workload, or one as wide as all of them. */
    private void line(String name, List<Workload> workloads, Cells cells) {
        List<String> line = new ArrayList<>();
        for (Workload workload : workloads) {
            List<String> texts = cells.of(workload);
            List<Integer> widths = workload.figures().stream()
                    .map(figure -> Math.max(CELL, figure.title().length() + 1)).toList();
            int all = widths.stream().mapToInt(width -> width).sum();
            for (int i = 0; i < texts.size(); i++) {
                line.add(String.format("%" + (texts.size() == 1 ? all : widths.get(i)) + "s", texts.get(i)));
            }
            line.add(" ");
        }
        text.append(String.format("%-" + NAME + "s%s", name, String.join("", line)).stripTrailing()).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
