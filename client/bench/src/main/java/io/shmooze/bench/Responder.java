// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.nio.ByteBuffer;

/** The serving end's handler: checks every message, and answers those that ask for it. */
final class Responder implements Handler {
    private final SequenceNumbers[] expected = new SequenceNumbers[SequenceNumbers.MAX_THREADS];

    Responder() {
        expectAnotherAsker();
    }

    @Override
    public ByteBuffer handle(ByteBuffer message) {
        long number = Payload.number(message);
        if (number == 0) {
            expectAnotherAsker();
        }
        Payload.verify(message, expected[SequenceNumbers.thread(number)].next());
        return Payload.wantsAnswer(message) ? message : null;
    }

    private void expectAnotherAsker() {
        for (int thread = 0; thread < expected.length; thread++) {
            expected[thread] = new SequenceNumbers(thread);
        }
    }

    @Override
    public boolean done() {
        return false;
    }
}
