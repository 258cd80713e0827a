// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.Locale;

/** An SVG drawing for an HTML page. */
final class Svg {
    private final StringBuilder content = new StringBuilder();
    private final int width;
    private final int height;
    private final String title;

    Svg(int width, int height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    Svg line(String classes, double x1, double y1, double x2, double y2) {
        return add("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n", classes, x1, y1, x2,
                y2);
    }

    Svg rectangle(String classes, double x, double y, double itsWidth, double itsHeight) {
        return add("<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\"/>%n", classes, x,
                y, Math.max(itsWidth, 1), itsHeight);
    }

    Svg path(String classes, CharSequence points) {
        return add("<path class=\"%s\" d=\"%s\"/>%n", classes, points);
    }

    /** Anchored at its start, middle or end. */
    Svg text(String classes, String anchor, double x, double y, String text) {
        return add("<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n", classes, anchor, x, y,
                Html.escape(text));
    }

    /** Begins a group, up to {@link #endGroup}, whose name is shown under the pointer. */
    Svg group(String name) {
        return add("<g class=\"series\"><title>%s</title>%n", Html.escape(name));
    }

    Svg endGroup() {
        return add("</g>%n");
    }

    private Svg add(String format, Object... values) {
        content.append(String.format(Locale.ROOT, format, values));
        return this;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n%s</svg>%n",
                width, height, Html.escape(title), content);
    }
}
