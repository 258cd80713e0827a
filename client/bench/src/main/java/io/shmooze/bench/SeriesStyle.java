// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.List;

/**
 * How a contender is drawn in all charts: one of the hues of the page's style sheet, and dashes.
 *
 * @param number from 0
 * @param dashed whether a line is
 */
record SeriesStyle(int number, boolean dashed) {
    private static final int COUNT = 10;
    private static final List<String> STRATEGIES = List.of("spinning", "adaptive", "blocking");

    /** For our own modes the hue shows the wait strategy, and dashes show a listener. */
    static SeriesStyle of(Contender contender, List<Contender> all) {
        if (contender.isOwn()) {
            String[] words = contender.transport().variant().split("-");
            return new SeriesStyle(STRATEGIES.indexOf(words[1]), words[0].equals("listener"));
        }
        int rank = all.stream().filter(each -> !each.isOwn()).toList().indexOf(contender);
        int others = COUNT - STRATEGIES.size();
        return new SeriesStyle(STRATEGIES.size() + rank % others, rank / others % 2 == 1);
    }

    /** The classes of a line. */
    String stroke() {
        return "s" + number + (dashed ? " dash" : "");
    }

    /** The class of an area. */
    String fill() {
        return "f" + number;
    }
}
