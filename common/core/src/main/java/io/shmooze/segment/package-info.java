// SPDX-License-Identifier: Apache-2.0

/**
 * The shared memory: its layout, its mapping, and the files, owners and modes around it.
 *
 * <p>Internal: the module exports it to Shmooze's own modules only, and it may change at any time.
 */
package io.shmooze.segment;
