// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

/** What a thread that may wait does while it holds the write lock. */
interface LockedAction {
    boolean run(Attachment on) throws InterruptedException;
}
