// SPDX-License-Identifier: Apache-2.0

/**
 * Looks at the channels and the living sessions of this machine from outside. It reads files and {@code /proc}, and
 * nothing else: no process that is looked at executes anything for it or waits for it, and a stopped one can be looked
 * at too. What it finds may be changing, torn, or written by a hostile process, so every word is checked and nothing is
 * believed.
 *
 * <p>Internal: the module exports it to our own programs only, and it may change at any time.
 */
package io.shmooze.inspect;
