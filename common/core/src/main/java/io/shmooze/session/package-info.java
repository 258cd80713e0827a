// SPDX-License-Identifier: Apache-2.0

/**
 * A duplex session over segments: what the server and the client have in common.
 *
 * <p>Internal: the module exports it to Shmooze's own modules only, and it may change at any time.
 */
package io.shmooze.session;
