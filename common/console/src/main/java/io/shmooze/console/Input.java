// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

/** The source of what is sent: lines of a pipe, lines typed on a terminal, or files. */
interface Input {
    /** The empty input of a program that only receives. */
    Input NOTHING = new Input() {
        @Override
        public void feed(Destination destination) {
        }

        @Override
        public boolean isActive() {
            return false;
        }

        @Override
        public boolean hasPending() {
            return false;
        }
    };

    /**
     * Passes everything to the destination, line by line, and returns at the end of the input.
     *
     * @throws io.shmooze.ShmoozeException if the input cannot be read
     * @throws InterruptedException if the thread is interrupted
     */
    void feed(Destination destination) throws InterruptedException;

    /** Whether the input has given something, and may give more. */
    boolean isActive();

    /** Whether the input has given something that is not sent yet, or has more to give at once. */
    boolean hasPending();
}
