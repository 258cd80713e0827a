// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

/**
 * What some processes have used.
 *
 * @param cpuNs CPU time; NaN if the system does not tell
 * @param switches how often a thread lost its CPU, voluntarily or not; NaN if the system does not tell
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
