// SPDX-License-Identifier: Apache-2.0

/** Frames that one process publishes and any number of others view: always the newest one, without a queue. */
package io.shmooze.frame;
