// SPDX-License-Identifier: Apache-2.0
/**
 * Points in the protocol at which tests make a process fail.
 *
 * <p>Internal: the module exports it to Shmooze's own modules only, and it may change at any time.
 */
package io.shmooze.fault;
