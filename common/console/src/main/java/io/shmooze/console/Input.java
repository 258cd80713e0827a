// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

/** What is to be sent: lines of a pipe, or lines typed on a terminal. */
interface Input {
    /** Of a program that only receives. */
    Input NOTHING = new Input() {
        @Override
        public void feed(Destination destination) {
        }

        @Override
        public boolean underWay() {
            return false;
        }

        @Override
        public boolean isMidway() {
            return false;
        }
    };

    /**
     * Feeds everything there is, line by line, and returns at its end.
     *
     * @throws io.shmooze.ShmoozeException if it cannot be read
     * @throws InterruptedException if the thread is interrupted
     */
    void feed(Destination destination) throws InterruptedException;

    /** Whether it has given something, and may give more. */
    boolean underWay();

    /** Whether it has given something that is not sent yet, or has more to give at once. */
    boolean isMidway();
}
