// SPDX-License-Identifier: Apache-2.0

/**
 * One direction of a segment: the frames, the end that writes them, and the end that reads them.
 *
 * <p>Internal: the module does not export it, and it may change at any time.
 */
package io.shmooze.lane;
