// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of text that fits a width: if it is too wide, its flexible column is cut first, and then columns are left out
 * that can be spared, and at last the lines.
 */
final class TextTable {
    private static final String GAP = "  ";
    private static final int LEAST_FLEXIBLE = 12;

    /**
     * A column.
     *
     * @param heading above it
     * @param right whether it is aligned to the right
     * @param rank 0 if it cannot be spared; the highest rank is left out first
     * @param least to how many columns it is cut before others are left out; 0 if it is never cut
     */
    private record Column(String heading, boolean right, int rank, int least) {
        boolean flexible() {
            return least > 0;
        }
    }

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    TextTable left(String heading, int rank) {
        columns.add(new Column(heading, false, rank, 0));
        return this;
    }

    TextTable right(String heading, int rank) {
        columns.add(new Column(heading, true, rank, 0));
        return this;
    }

    TextTable flexible(String heading) {
        return flexible(heading, LEAST_FLEXIBLE);
    }

    /** The same, but columns that can be spared are left out before it is cut to less than so many columns. */
    TextTable flexible(String heading, int least) {
        columns.add(new Column(heading, false, 0, least));
        return this;
    }

    /** One cell for each column, harmless for a terminal. */
    void add(List<String> cells) {
        rows.add(cells);
    }

    /** The lines, headings first. */
    List<String> lines(String indent, int width) {
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            shown.add(i);
        }
        int room = width - indent.length();
        while (leastWidth(shown) > room && drop(shown)) {
            continue;
        }
        List<String> headings = columns.stream().map(Column::heading).toList();
        List<String> lines = new ArrayList<>();
        lines.add(line(indent, headings, shown, room));
        rows.forEach(row -> lines.add(line(indent, row, shown, room)));
        return lines;
    }

    /** Leaves the column of the highest rank out; false if there is none to spare. */
    private boolean drop(List<Integer> shown) {
        int most = shown.stream().mapToInt(i -> columns.get(i).rank()).max().orElse(0);
        return most > 0 && shown.removeIf(i -> columns.get(i).rank() == most);
    }

    private int leastWidth(List<Integer> shown) {
        return shown.stream().mapToInt(i -> columns.get(i).flexible() ? Math.min(natural(i), columns.get(i).least())
                : natural(i)).sum() + GAP.length() * (shown.size() - 1);
    }

    private int natural(int column) {
        return Math.max(Terminals.width(columns.get(column).heading()),
                rows.stream().mapToInt(row -> Terminals.width(row.get(column))).max().orElse(0));
    }

    private int width(int column, List<Integer> shown, int room) {
        if (!columns.get(column).flexible()) {
            return natural(column);
        }
        int others = shown.stream().filter(i -> i != column).mapToInt(this::natural).sum()
                + GAP.length() * (shown.size() - 1);
        return Math.max(LEAST_FLEXIBLE, Math.min(natural(column), room - others));
    }

    private String line(String indent, List<String> cells, List<Integer> shown, int room) {
        StringBuilder line = new StringBuilder(indent);
        for (int column : shown) {
            int width = width(column, shown, room);
            String cell = Terminals.cut(cells.get(column), width);
            String blank = " ".repeat(Math.max(0, width - Terminals.width(cell)));
            line.append(columns.get(column).right() ? blank + cell : cell + blank).append(GAP);
        }
        return Terminals.cut(line.toString().stripTrailing(), room + indent.length());
    }
}
