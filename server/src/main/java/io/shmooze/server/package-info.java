// SPDX-License-Identifier: Apache-2.0

/** The process that creates the shared memory, waits for a client and owns the clean-up. */
package io.shmooze.server;
