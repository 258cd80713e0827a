// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results for a console: one table for what takes time, one for the rest; medians of the rounds. */
final class TextTable {
    private static final int NAME = 30;
    private static final int CELL = 9;

    private final BenchOptions options;
    private final Results results;
    private final StringBuilder text = new StringBuilder();

    TextTable(Machine machine, BenchOptions options, Results results) {
        this.options = options;
        this.results = results;
        machine.facts().forEach((name, fact) -> text.append(String.format("%-12s %s%n", name, fact)));
        table(options.works().stream().filter(Work::hasPercentiles).toList());
        table(options.works().stream().filter(work -> !work.hasPercentiles()).toList());
    }

    private void table(List<Work> works) {
        if (works.isEmpty()) {
            return;
        }
        text.append('\n');
        line("", works, work -> List.of(work.id()));
        line("", works, work -> work.figures().stream().map(Figure::title).toList());
        line("", works, work -> work.figures().stream().map(Figure::unit).toList());
        for (Contender contender : options.contenders()) {
            line(contender.name(), works, work -> work.figures().stream()
                    .map(figure -> Numerals.text(results.median(contender, work, figure))).toList());
        }
    }

    private interface Cells {
        List<String> of(Work work);
    }

    /** One cell for each figure, or one that is as wide as all of them. */
    private void line(String name, List<Work> works, Cells cells) {
        List<String> line = new ArrayList<>();
        for (Work work : works) {
            List<String> texts = cells.of(work);
            int width = texts.size() == 1 ? CELL * work.figures().size() : CELL;
            texts.forEach(each -> line.add(String.format(Locale.ROOT, "%" + width + "s", each)));
            line.add(" ");
        }
        text.append(String.format("%-" + NAME + "s%s", name, String.join("", line)).stripTrailing()).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
