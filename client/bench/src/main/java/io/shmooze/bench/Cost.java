// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

/**
 * What the threads of a process have used.
 *
 * @param cpuNs CPU time; NaN if the system does not tell
 * @param switches how often a thread lost its CPU, voluntarily or not; NaN if the system does not tell
 * @param timers how many threads wait in the kernel now, with a timeout; NaN if the system does not tell
 */
record Cost(double cpuNs, double switches, double timers) {
    static final Cost NONE = new Cost(0, 0, 0);
    static final Cost UNKNOWN = new Cost(Double.NaN, Double.NaN, Double.NaN);

    Cost plus(Cost other) {
        return new Cost(cpuNs + other.cpuNs, switches + other.switches, timers + other.timers);
    }

    /** What was used since then, and the timers now. */
    Cost since(Cost before) {
        return new Cost(cpuNs - before.cpuNs, switches - before.switches, timers);
    }
}
