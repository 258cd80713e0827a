// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Methods of all sorts, for tests of calls. */
interface Desk {
    enum Side { BUY, SELL }

    record Quote(String symbol, double price, Side side, Instant at) {
    }

    /** Passed by number. */
    interface Listener {
        void changed(Quote quote);

        int weight(int by);
    }

    long add(long a, long b);

    String join(String a, String b);

    Optional<Quote> last(String symbol);

    List<Quote> all(Map<String, Side> sides, List<Integer> counts);

    byte[] reversed(ByteBuffer bytes);

    Integer boxed(Integer a, Long b, Character c);

    double mixed(boolean a, byte b, short c, char d, float e, double f);

    long seven(long a, long b, long c, long d, long e, long f, long g);

    void log(String line);

    CompletableFuture<Long> later(long value);

    CompletionStage<String> never();

    long fails(String text);

    void failsSilently(String text);

    void subscribe(Listener listener);

    void unsubscribe(Listener listener);

    Listener first();

    default String twice(String text) {
        return join(text, text);
    }
}
