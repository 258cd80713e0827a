// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

/**
 * One measurement.
 *
 * @param workload that was run
 * @param outcome what the asking end has measured
 * @param cost of both processes together
 */
record Sample(Workload workload, Outcome outcome, Cost cost) {
}
