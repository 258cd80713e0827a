// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.List;

/**
 * One bar for each contender: its first figure. The scale of round trips is logarithmic, with whiskers to p99.9; the
 * whiskers of others show the smallest and the largest of the rounds.
 */
final class BarChart extends Chart {
    private static final int WIDTH = 1000;
    private static final int LEFT = 210;
    private static final int RIGHT = 620;
    private static final int TOP = 6;
    private static final int ROW = 21;
    private static final int BAR = 13;
    private static final int AXIS = 26;

    private final Figure figure;
    private final Scale scale;

    BarChart(Workload workload, List<Contender> contenders, List<Contender> all, Results results) {
        super(workload, contenders, all, results);
        this.figure = workload.figures().get(0);
        double smallest = Double.MAX_VALUE;
        double largest = 0;
        for (Contender contender : contenders) {
            smallest = Math.min(smallest, median(contender, figure));
            largest = Math.max(largest, workload.hasPercentiles() ? median(contender, Figure.P999)
                    : results.max(contender, workload, figure));
        }
        scale = workload.hasPercentiles() ? Scale.logarithmic(smallest / 2, largest, LEFT, RIGHT)
                : Scale.linear(largest, LEFT, RIGHT);
    }

    private double median(Contender contender, Figure wanted) {
        double median = results().median(contender, workload(), wanted);
        return Double.isNaN(median) ? 0 : median;
    }

    @Override
    public String toString() {
        int bottom = TOP + ROW * contenders().size();
        Svg svg = new Svg(WIDTH, bottom + AXIS, workload().title());
        for (double tick : scale.ticks()) {
            svg.line("grid", scale.at(tick), TOP, scale.at(tick), bottom);
            svg.text("axis", "middle", scale.at(tick), bottom + 16, tick == 0 ? "0" : NumberText.round(tick));
        }
        svg.text("axis", "end", LEFT - 8, bottom + 16, figure.unit());
        for (int i = 0; i < contenders().size(); i++) {
            bar(svg, contenders().get(i), TOP + ROW * i);
        }
        return svg.toString();
    }

    private void bar(Svg svg, Contender contender, double top) {
        SeriesStyle style = style(contender);
        double middle = top + ROW / 2.0;
        svg.group(contender.name() + ": " + text(contender));
        svg.text("", "end", LEFT - 8, middle + 4, contender.name());
        svg.rectangle(style.fill(), LEFT, middle - BAR / 2.0, scale.at(median(contender, figure)) - LEFT, BAR);
        String whisker = "whisker s" + style.number();
        boolean trips = workload().hasPercentiles();
        double from = scale.at(trips ? median(contender, Figure.P99) : results().min(contender, workload(), figure));
        double to = scale.at(trips ? median(contender, Figure.P999) : results().max(contender, workload(), figure));
        svg.line(whisker, trips ? scale.at(median(contender, figure)) : from, middle, to, middle);
        svg.line(whisker, from, middle - 4, from, middle + 4);
        svg.line(whisker, to, middle - 4, to, middle + 4);
        svg.text("", "start", RIGHT + 12, middle + 4, text(contender));
        svg.endGroup();
    }

    /** The numbers beside the bar: the medians, and the spread of the first figure over the rounds. */
    private String text(Contender contender) {
        return results().text(contender, workload()) + "  (" + results().spread(contender, workload(), figure) + ")";
    }
}
