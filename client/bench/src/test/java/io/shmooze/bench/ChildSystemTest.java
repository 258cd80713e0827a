// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.testing.Patience;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A child that ends by itself fails the measurement with its own reason. */
@Timeout(120)
class ChildSystemTest {
    /** The process of this test. */
    static final class Failing {
        private Failing() {
        }

        public static void main(String[] args) {
            System.out.println("begin");
            System.err.println("for no reason");
            System.exit(7);
        }
    }

    @Test
    void shouldSayHowAChildHasEndedThatIsToGoOn() throws IOException, InterruptedException {
        Contender contender = Contender.of("any", new TransportVariant(CopyTransport.class, "", null));
        try (Child child = Child.start(Failing.class, contender, List.of(), OptionalInt.empty())) {
            child.await("begin");
            Patience.until(() -> ProcessHandle.of(child.pid()).filter(ProcessHandle::isAlive).isEmpty());
            assertThatThrownBy(child::go).isInstanceOf(ChildFailedException.class)
                    .hasMessageContaining("ended with code 7").hasMessageContaining("for no reason");
        }
    }
}
