// SPDX-License-Identifier: Apache-2.0
package io.shmooze.fuzz;

import static io.shmooze.fuzz.LaneFuzzer.require;

import io.shmooze.ProtocolException;
import io.shmooze.fuzz.FuzzSender.Sent;
import io.shmooze.lane.LanePayload;
import io.shmooze.lane.LaneReader.Poll;
import java.util.SplittableRandom;

/**
 * The life of one lane: valid traffic, exactly delivered, then somebody writes into it, and each end goes on until it
 * has noticed or the steps are over.
 */
final class FuzzRound {
    private static final int MAX_STEPS = 64;
    /** So that the frames' numbers begin again. */
    private static final int MANY = 65_500;

    private final FuzzLane lane;
    private final SplittableRandom random;
    private final Mutator mutator;
    private final FuzzSender sender;
    private final FuzzReceiver receiver;
    private boolean mutated;
    private boolean refused;
    private long polled;

    FuzzRound(FuzzLane lane, SplittableRandom random) {
        this.lane = lane;
        this.random = random;
        this.mutator = new Mutator(lane, random);
        int limit = 1 + random.nextInt(2 * Math.max(lane.bothCapacities(), lane.bulkCapacity()));
        lane.renew();
        boolean questions = random.nextBoolean();
        this.sender = new FuzzSender(lane, random, limit, questions);
        this.receiver = new FuzzReceiver(lane, limit, questions);
    }

    /** Returns how many headers the reader has looked at. */
    long run() {
        int quiet = random.nextInt(1 << 14) == 0 ? MANY : random.nextInt(MAX_STEPS);
        int steps = quiet + 1 + random.nextInt(MAX_STEPS);
        for (int i = 0; i < steps && !(refused && sender.isFailed()); i++) {
            if (i >= quiet && random.nextInt(4) == 0) {
                mutate();
            } else if (random.nextBoolean()) {
                sender.step();
                require(mutated || !sender.isFailed(), () -> "the writer refuses what nobody has changed");
            } else {
                read();
            }
        }
        drain();
        sender.checkUnacknowledged();
        require(!lane.isDamaged(), () -> "a guard was written");
        require(lane.wide == null || mutated || sender.hasMoved() || lane.isWideZero(),
                () -> "the wide lane was written before the writer has moved there");
        return polled;
    }

    /** Whether the reader has followed the writer to the wide lane, or somebody who looked like it. */
    boolean hasMoved() {
        return receiver.hasMoved();
    }

    long numbered() {
        return receiver.numbered();
    }

    long bulkMessages() {
        return receiver.bulkMessages();
    }

    long bulkParts() {
        return receiver.bulkParts();
    }

    private void mutate() {
        mutated = true;
        mutator.mutate(receiver.ring(), receiver.position(), receiver.reader.frames());
    }

    /** False if there is no more to read. */
    private boolean read() {
        if (refused) {
            return false;
        }
        if (receiver.isHolding()) {
            receiver.release();
            return true;
        }
        try {
            Poll found = receiver.poll();
            polled += found == Poll.EMPTY ? 0 : 1;
            if (!mutated) {
                compare(found);
            }
            return found != Poll.EMPTY;
        } catch (ProtocolException e) {
            refused = true;
            polled++;
            require(mutated, () -> "the reader refuses what nobody has changed: " + e.getMessage());
            int at = receiver.ring().at(receiver.position());
            require(e.getMessage().contains("at offset " + at + " is 0x"), e::getMessage);
            return false;
        }
    }

    private void compare(Poll found) {
        if (found == Poll.MESSAGE) {
            Sent expected = sender.sent.remove();
            LanePayload payload = receiver.reader.payload();
            require(expected.isEqual(payload), () -> "something else than " + expected);
        } else if (found == Poll.EMPTY) {
            require(receiver.position() == sender.writer.position() && sender.sent.isEmpty(), () -> "stuck");
        }
    }

    /** The peer writes no more, so what is left fits the lanes: a reader that goes on after it goes round for ever. */
    private void drain() {
        receiver.reader.expectEnd();
        int most = 2 + 2 * (lane.bothCapacities() / 8 + 1);
        int steps = 0;
        while (read()) {
            require(++steps <= most, () -> "reads the same frames again");
        }
    }
}
