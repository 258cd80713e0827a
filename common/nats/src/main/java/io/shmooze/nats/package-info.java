// SPDX-License-Identifier: Apache-2.0

/** Channels that reach beyond one machine, over NATS with JetStream. */
package io.shmooze.nats;
