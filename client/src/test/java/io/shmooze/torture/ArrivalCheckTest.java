// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The soak finds any byte that is wrong, and any message that is missing, repeated or too much. */
class ArrivalCheckTest {
    private static final int STREAM = 2;
    private static final int SEGMENT_SIZE = 1024;
    private static final int BULK_SIZE = ArrivalCount.LARGEST_AREA;

    private final ArrivalCount count = new ArrivalCount();
    private final ArrivalCheck check = new ArrivalCheck(count, SEGMENT_SIZE);

    @BeforeEach
    void attach() {
        check.attached(BULK_SIZE);
        assertThat(check.check(ChecksummedPayload.make(STREAM, 7, 20))).isNull();
    }

    @Test
    void shouldAcceptWhatWasSentInAnyLength() {
        int number = 8;
        for (int length : new int[] {0, 11, 12, SEGMENT_SIZE, BULK_SIZE / 2, BULK_SIZE / 2 + 1, BULK_SIZE + 1}) {
            assertThat(check.check(ChecksummedPayload.make(STREAM, number++, length))).isNull();
            assertThat(check.check(ChecksummedPayload.make(STREAM | 1, number, 12))).isNull();
        }
        // With the first one; those of 12 bytes are of another stream.
        assertThat(count.toLine()).isEqualTo("15 4 2 2");
        assertThat(ArrivalCount.parse(count.toLine()).toLine()).isEqualTo(count.toLine());
    }

    @Test
    void shouldFindOneBitThatIsWrong() {
        for (int length : new int[] {1, 11, 12, 300, BULK_SIZE / 2 + 1}) {
            for (int at : new int[] {0, length / 2, length - 1}) {
                ArrivalCheck fresh = new ArrivalCheck(count, SEGMENT_SIZE);
                assertThat(fresh.check(ChecksummedPayload.make(STREAM, 7, 20))).isNull();
                byte[] bytes = ChecksummedPayload.make(STREAM, 8, length);
                bytes[at] ^= 1;
                assertThat(fresh.check(bytes)).as("byte %d of %d", at, length).isNotNull();
            }
        }
    }

    @Test
    void shouldFindAMessageThatIsMissingOrComesAgain() {
        assertThat(check.check(ChecksummedPayload.make(STREAM, 7, 20))).contains("in the place of 8");
        assertThat(check.check(ChecksummedPayload.make(STREAM, 9, 20))).contains("in the place of 8");
    }

    @Test
    void shouldCountNoneThatGoesThroughALargerLane() {
        ArrivalCount few = new ArrivalCount();
        few.add(64 << 10, 64 << 10, 4 << 10);
        few.add(64 << 10, 64 << 10, 0);
        assertThat(few.toLine()).isEqualTo("2 0 0 0");
        few.add(64 << 10, 64 << 10, 64 << 10);
        assertThat(few.toLine()).isEqualTo("3 1 1 0");
    }
}
