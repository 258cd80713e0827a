// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

/**
 * One measurement.
 *
 * @param workload that was run
 * @param outcome what the asking end has measured
 * @param serving the cost of the serving process
 * @param asking the cost of the asking process
 */
record Sample(Workload workload, Outcome outcome, Cost serving, Cost asking) {
    /** Of both processes together. */
    Cost cost() {
        return serving.plus(asking);
    }
}
