// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

/** A process that was started to measure has ended before its work was done. */
final class ChildFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ChildFailedException(String message) {
        super(message);
    }
}
