// SPDX-License-Identifier: Apache-2.0

/** Waiting for the other process: semaphores whose epochs stand in the segment, and the doorbell that wakes. */
package io.shmooze.wait;
