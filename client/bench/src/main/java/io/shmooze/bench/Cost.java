// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

/**
 * What processes used.
 *
 * @param cpuNs CPU time; not a number where the system does not tell
 * @param switches how often a thread was taken off its CPU, by its own wish or another's; likewise
 */
record Cost(double cpuNs, double switches) {
    static final Cost NONE = new Cost(0, 0);
    static final Cost UNKNOWN = new Cost(Double.NaN, Double.NaN);

    Cost plus(Cost other) {
        return new Cost(cpuNs + other.cpuNs, switches + other.switches);
    }

    Cost minus(Cost other) {
        return new Cost(cpuNs - other.cpuNs, switches - other.switches);
    }
}
