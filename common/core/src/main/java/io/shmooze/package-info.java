// SPDX-License-Identifier: Apache-2.0

/** Duplex message passing between two processes of one machine over shared memory. */
package io.shmooze;
