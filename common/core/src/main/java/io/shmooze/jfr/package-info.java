// SPDX-License-Identifier: Apache-2.0

/**
 * What sessions write to the JDK's Flight Recorder. EMBEDDING.md lists the events for users.
 *
 * <p>Internal: the module does not export it, and it may change at any time. The names and the fields of the events are
 * for users, and stay.
 */
package io.shmooze.jfr;
