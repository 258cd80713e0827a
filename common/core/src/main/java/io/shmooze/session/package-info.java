// SPDX-License-Identifier: Apache-2.0

/** A duplex session over segments: what the server and the client have in common, not for applications. */
package io.shmooze.session;
