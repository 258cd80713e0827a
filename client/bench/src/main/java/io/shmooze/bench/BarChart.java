// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.List;

/** One bar for each contender: its first figure. The scale of round trips is logarithmic, with whiskers to p99.9. */
final class BarChart extends Chart {
    private static final int WIDTH = 1000;
    private static final int LEFT = 210;
    private static final int RIGHT = 820;
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
            largest = Math.max(largest, median(contender, workload.hasPercentiles() ? Figure.P999 : figure));
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
        svg.group(contender.name() + ": " + figures(contender));
        svg.text("", "end", LEFT - 8, middle + 4, contender.name());
        svg.rectangle(style.fill(), LEFT, middle - BAR / 2.0, scale.at(median(contender, figure)) - LEFT, BAR);
        if (workload().hasPercentiles()) {
            double rare = scale.at(median(contender, Figure.P999));
            double p99 = scale.at(median(contender, Figure.P99));
            svg.line("whisker s" + style.number(), scale.at(median(contender, figure)), middle, rare, middle);
            svg.line("whisker s" + style.number(), p99, middle - 4, p99, middle + 4);
            svg.line("whisker s" + style.number(), rare, middle - 4, rare, middle + 4);
        }
        svg.text("", "start", RIGHT + 12, middle + 4, figures(contender));
        svg.endGroup();
    }

    /** The numbers beside the bar. */
    private String figures(Contender contender) {
        StringBuilder text = new StringBuilder();
        for (Figure each : workload().figures()) {
            if (each != Figure.CPU_TIME) {
                text.append(text.length() == 0 ? "" : " / ")
                        .append(NumberText.text(results().median(contender, workload(), each)));
            }
        }
        return text.toString();
    }
}
