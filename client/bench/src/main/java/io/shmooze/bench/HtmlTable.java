// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.stream.Collectors;

/** The HTML table of all medians. */
final class HtmlTable {
    private final BenchOptions options;
    private final Results results;

    HtmlTable(BenchOptions options, Results results) {
        this.options = options;
        this.results = results;
    }

    @Override
    public String toString() {
        StringBuilder rows = new StringBuilder();
        for (Contender contender : options.contenders()) {
            rows.append("<tr><td>").append(Html.escape(contender.name())).append("</td>")
                    .append(cells("td", (workload, figure) ->
                            NumberText.text(results.median(contender, workload, figure)))).append("</tr>\n");
        }
        return "<table>\n<thead>\n<tr><th></th>" + workloads() + "</tr>\n<tr><th></th>"
                + cells("th", (workload, figure) -> figure.title()) + "</tr>\n<tr><th></th>"
                + cells("th", (workload, figure) -> figure.unit()) + "</tr>\n</thead>\n<tbody>\n" + rows
                + "</tbody>\n</table>\n";
    }

    private String workloads() {
        return options.workloads().stream().map(workload -> "<th class=\"first\" colspan=\""
                + workload.figures().size() + "\">" + Html.escape(workload.id()) + "</th>")
                .collect(Collectors.joining());
    }

    private interface Cell {
        String text(Workload workload, Figure figure);
    }

    private String cells(String element, Cell cell) {
        StringBuilder cells = new StringBuilder();
        for (Workload workload : options.workloads()) {
            for (Figure figure : workload.figures()) {
                boolean first = figure == workload.figures().get(0);
                cells.append("<").append(element).append(first ? " class=\"first\">" : ">")
                        .append(Html.escape(cell.text(workload, figure))).append("</").append(element).append(">");
            }
        }
        return cells.toString();
    }
}
