// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

/**
 * One measurement.
 *
 * @param work what was done
 * @param outcome what the asking end found
 * @param cost of both processes together
 */
record Sample(Work work, Outcome outcome, Cost cost) {
}
