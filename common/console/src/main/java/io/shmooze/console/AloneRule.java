// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

/**
 * With {@code --exit-when-alone}, when a server has nothing left to wait for: somebody was there, nobody is any more,
 * and the input is at its end or has given nothing at all (a terminal or an open pipe that nobody uses).
 */
final class AloneRule {
    private final boolean active;
    private final Members members;
    private final Input input;
    private final Ending ending;

    AloneRule(boolean active, Members members, Input input, Ending ending) {
        this.active = active;
        this.members = members;
        this.input = input;
        this.ending = ending;
    }

    /** To be called when the input is at its end. */
    void check() {
        if (active && members.allGone() && !input.underWay()) {
            ending.done();
        }
    }

    /**
     * To be called when somebody has left.
     *
     * @param midway whether the input was midway when that became known: then nobody is left for the rest of it
     */
    void check(boolean midway) {
        if (active && midway && members.allGone()) {
            members.abandon();
        }
        check();
    }

    boolean isMidway() {
        return input.isMidway();
    }
}
