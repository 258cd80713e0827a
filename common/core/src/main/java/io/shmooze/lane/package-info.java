// SPDX-License-Identifier: Apache-2.0

/**
 * One direction of a segment: frames, and the two ends that write and read them.
 *
 * <p>Internal: the module does not export it, and it may change at any time.
 */
package io.shmooze.lane;
