// SPDX-License-Identifier: Apache-2.0

/** Frames that one process publishes and any number of others look at, the newest first: no queue, but a state. */
package io.shmooze.frame;
