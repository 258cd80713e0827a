// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

/** A process that was started to measure has ended before it was done. */
final class ChildFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ChildFailedException(String message) {
        super(message);
    }
}
