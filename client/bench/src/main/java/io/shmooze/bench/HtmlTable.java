// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.stream.Collectors;

/** All medians. */
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
                    .append(cells("td", (work, figure) ->
                            Numerals.text(results.median(contender, work, figure)))).append("</tr>\n");
        }
        return "<table>\n<thead>\n<tr><th></th>" + works() + "</tr>\n<tr><th></th>"
                + cells("th", (work, figure) -> figure.title()) + "</tr>\n<tr><th></th>"
                + cells("th", (work, figure) -> figure.unit()) + "</tr>\n</thead>\n<tbody>\n" + rows
                + "</tbody>\n</table>\n";
    }

    private String works() {
        return options.works().stream().map(work -> "<th class=\"first\" colspan=\"" + work.figures().size() + "\">"
                + Html.escape(work.id()) + "</th>").collect(Collectors.joining());
    }

    private interface Cell {
        String text(Work work, Figure figure);
    }

    private String cells(String element, Cell cell) {
        StringBuilder cells = new StringBuilder();
        for (Work work : options.works()) {
            for (Figure figure : work.figures()) {
                boolean first = figure == work.figures().get(0);
                cells.append("<").append(element).append(first ? " class=\"first\">" : ">")
                        .append(Html.escape(cell.text(work, figure))).append("</").append(element).append(">");
            }
        }
        return cells.toString();
    }
}
