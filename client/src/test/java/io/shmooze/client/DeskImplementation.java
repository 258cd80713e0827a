// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What a server has; tells the test what it was asked for. */
class DeskImplementation implements Desk {
    final AtomicInteger additions = new AtomicInteger();
    final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
    final BlockingQueue<CompletableFuture<Long>> pending = new LinkedBlockingQueue<>();
    final List<Listener> listeners = new CopyOnWriteArrayList<>();

    @Override
    public long add(long a, long b) {
        additions.incrementAndGet();
        return a + b;
    }

    @Override
    public String join(String a, String b) {
        return a + b;
    }

    @Override
    public Optional<Quote> last(String symbol) {
        return symbol == null ? Optional.empty()
                : Optional.of(new Quote(symbol, 1.5, null, Instant.ofEpochSecond(5, 7)));
    }

    @Override
    public List<Quote> all(Map<String, Side> sides, List<Integer> counts) {
        List<Quote> all = new ArrayList<>();
        sides.forEach((symbol, side) -> all.add(new Quote(symbol, counts.size(), side, null)));
        all.add(null);
        return all;
    }

    @Override
    public byte[] reversed(ByteBuffer bytes) {
        byte[] reversed = new byte[bytes.remaining()];
        for (int i = reversed.length; i > 0; i--) {
            reversed[i - 1] = bytes.get();
        }
        return reversed;
    }

    @Override
    public Integer boxed(Integer a, Long b, Character c) {
        return a == null ? null : a + b.intValue() + c;
    }

    @Override
    public double mixed(boolean a, byte b, short c, char d, float e, double f) {
        return (a ? 1 : 0) + b + c + d + e + f;
    }

    @Override
    public long seven(long a, long b, long c, long d, long e, long f, long g) {
        return a + b + c + d + e + f + g;
    }

    @Override
    public void log(String line) {
        events.add(line);
    }

    @Override
    public CompletableFuture<Long> later(long value) {
        CompletableFuture<Long> future = new CompletableFuture<>();
        pending.add(future);
        return future;
    }

    @Override
    public CompletionStage<String> never() {
        return new CompletableFuture<>();
    }

    @Override
    public long fails(String text) {
        throw new IllegalArgumentException(text + " \ud800");
    }

    @Override
    public void failsSilently(String text) {
        throw new IllegalArgumentException(text);
    }

    @Override
    public void subscribe(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public void unsubscribe(Listener listener) {
        events.add(listeners.remove(listener));
    }

    @Override
    public Listener first() {
        return listeners.get(0);
    }
}
