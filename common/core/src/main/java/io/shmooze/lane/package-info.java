// SPDX-License-Identifier: Apache-2.0

/** One direction of a segment: frames, and the two ends that write and read them. */
package io.shmooze.lane;
