// SPDX-License-Identifier: Apache-2.0

/**
 * Waiting for the other process: event counts whose epochs stand in the segment, and the doorbell that wakes sleepers.
 *
 * <p>Internal: the module exports it to Shmooze's own modules only, and it may change at any time.
 */
package io.shmooze.wait;
