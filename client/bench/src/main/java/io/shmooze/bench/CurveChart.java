// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The percentiles of round trips: one curve for each contender, with the high percentiles spread out. */
final class CurveChart extends Chart {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 420;
    private static final int LEFT = 86;
    private static final int RIGHT = 980;
    private static final int TOP = 10;
    private static final int BOTTOM = 380;
    /** 1 in 1 to 1 in 10,000. */
    private static final double[] PERCENTS = {0, 90, 99, 99.9, 99.99};
    private static final double RAREST = 1e4;
    private static final int POINTS = 120;

    private final Scale x = Scale.logarithmic(1, RAREST * 0.999, LEFT, RIGHT);
    private final Scale y;

    CurveChart(Workload workload, List<Contender> contenders, List<Contender> all, Results results) {
        super(workload, contenders, all, results);
        double smallest = Double.MAX_VALUE;
        double largest = 0;
        for (Contender contender : contenders) {
            Histogram histogram = results.histogram(contender, workload);
            smallest = Math.min(smallest, at(histogram, 1));
            largest = Math.max(largest, at(histogram, RAREST));
        }
        this.y = Scale.logarithmic(smallest, largest, BOTTOM, TOP);
    }

    /** The time that all but one in so many do not exceed. */
    private static double at(Histogram histogram, double oneIn) {
        return histogram.getValueAtPercentile(100 - 100 / oneIn) / 1e3;
    }

    @Override
    public String toString() {
        Svg svg = new Svg(WIDTH, HEIGHT, workload().title() + ": percentiles");
        for (double tick : y.ticks()) {
            svg.line("grid", LEFT, y.at(tick), RIGHT, y.at(tick));
            svg.text("axis", "end", LEFT - 8, y.at(tick) + 4, NumberText.round(tick) + " us");
        }
        for (double percent : PERCENTS) {
            double place = x.at(100 / (100 - percent));
            svg.line("grid", place, TOP, place, BOTTOM);
            svg.text("axis", percent == 0 ? "start" : percent > 99.9 ? "end" : "middle", place, BOTTOM + 20,
                    percent == 0 ? "fastest" : "p" + String.valueOf(percent).replaceFirst("\\.0$", ""));
        }
        for (Contender contender : contenders()) {
            svg.group(contender.name()).path("curve " + style(contender).stroke(), curve(contender)).endGroup();
        }
        return svg + legend();
    }

    /** Ends at the highest percentile for which there were enough round trips. */
    private CharSequence curve(Contender contender) {
        Histogram histogram = results().histogram(contender, workload());
        StringBuilder points = new StringBuilder();
        for (int i = 0; i <= POINTS; i++) {
            double oneIn = Math.pow(RAREST, (double) i / POINTS);
            if (oneIn <= histogram.getTotalCount()) {
                points.append(String.format(Locale.ROOT, "%s%.1f %.1f ", i == 0 ? "M" : "L", x.at(oneIn),
                        y.at(at(histogram, oneIn))));
            }
        }
        return points;
    }

    private String legend() {
        StringBuilder items = new StringBuilder();
        for (Contender contender : contenders()) {
            items.append("<li><svg viewBox=\"0 0 28 10\" aria-hidden=\"true\"><line class=\"curve ")
                    .append(style(contender).stroke()).append("\" x1=\"0\" y1=\"5\" x2=\"28\" y2=\"5\"/></svg>")
                    .append(Html.escape(contender.name())).append("</li>\n");
        }
        return "<ul class=\"legend\">\n" + items + "</ul>\n";
    }
}
