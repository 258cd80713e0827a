// SPDX-License-Identifier: Apache-2.0

/** The shared memory itself: its map, its mapping, and the files, owners and modes around it. */
package io.shmooze.segment;
