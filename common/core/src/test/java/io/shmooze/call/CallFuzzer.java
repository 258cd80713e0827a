// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.Bytes;

/**
 * Reads as calls what a hostile peer could write: valid arguments of each method, with bits, bytes and numbers changed,
 * pieces cut out and put in, and noise. Nothing but a MalformedCallException may come of it, and no more memory may be
 * allocated than the message could fill. What is accepted is written and read again, and must be the same.
 *
 * <pre>
 * cd common/core/target
 * java -cp classes:test-classes:CHRONICLE_BYTES:CHRONICLE_CORE:SLF4J io.shmooze.call.CallFuzzer --calls 100000000
 * </pre>
 */
public final class CallFuzzer {
    private static final long[] NUMBERS = {0, 1, 2, -1, 127, 128, 1000, 20_000, Integer.MAX_VALUE, 1L << 31, 1L << 32,
        Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final int LONG_TAIL = 20_000;
    /** For an exception with its stack and its text. */
    private static final long ALLOWED_BYTES = 100_000;
    /** A byte of a message can stand for an empty map, a box, or a pair of them. */
    private static final long ALLOWED_BYTES_EACH = 400;
    private static final long WARM_UP = 5_000;
    /** Among so many calls there are some of both sorts. */
    private static final long MANY = 1_000;

    private final long seed;
    private final List<CallMethod> methods;
    private final CallReader reader = new CallReader();
    private final CallWriter writer = new CallWriter();
    private final Objects objects = new Objects();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long accepted;
    private long refused;

    /** Objects that are not called; every number is one. */
    private static final class Objects implements ObjectTable {
        private final Map<Object, Long> numbers = new HashMap<>();

        @Override
        public long numberOf(Object object, CallInterface type) {
            return numbers.getOrDefault(object, 1L);
        }

        @Override
        public Object object(long number, CallInterface type) {
            Object object = type.type() == Runnable.class ? (Runnable) () -> numbers.clear()
                    : (Everything.Listener) (quote, self) -> numbers.clear();
            numbers.put(object, number);
            return object;
        }
    }

    private CallFuzzer(long seed) {
        this.seed = seed;
        this.methods = new ArrayList<>(CallInterface.of(Everything.class).methods());
        methods.sort(Comparator.comparing(CallMethod::toString));
    }

    /**
     * Runs from the command line, and leaves with 0 if all was well.
     *
     * @param arguments --seed NUMBER, --calls NUMBER, --round NUMBER to repeat a single one
     */
    public static void main(String[] arguments) {
        CallFuzzer fuzzer = new CallFuzzer(option(arguments, "--seed", System.nanoTime() & 0xFFFF_FFFFL));
        long only = option(arguments, "--round", -1);
        long calls = only >= 0 ? 1 : option(arguments, "--calls", 10_000_000);
        System.out.println("CallFuzzer --seed " + fuzzer.seed + " --calls " + calls);
        long beganNs = System.nanoTime();
        fuzzer.runFrom(Math.max(only, 0), calls);
        System.out.printf("%d calls in %d ms: %d accepted, %d refused%n", calls,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs), fuzzer.accepted, fuzzer.refused);
    }

    private static long option(String[] arguments, String name, long otherwise) {
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            if (arguments[i].equals(name)) {
                return Long.parseLong(arguments[i + 1]);
            }
        }
        return otherwise;
    }

    /**
     * Reads so many calls.
     *
     * @param seed of everything
     * @param calls how many
     */
    static void run(long seed, long calls) {
        new CallFuzzer(seed).runFrom(0, calls);
    }

    private void runFrom(long first, long calls) {
        for (long round = first; round < first + calls; round++) {
            try {
                call(new SplittableRandom(seed * 0x9E37_79B9_7F4A_7C15L + round), round - first >= WARM_UP);
            } catch (Throwable e) {
                throw new AssertionError("CallFuzzer --seed " + seed + " --round " + round + ": " + e, e);
            }
        }
        if (calls >= MANY && (accepted < calls / 20 || refused < calls / 20)) {
            throw new AssertionError(accepted + " accepted, " + refused + " refused");
        }
    }

    private void call(SplittableRandom random, boolean measured) {
        CallMethod method = methods.get(random.nextInt(methods.size()));
        byte[] message = message(method, random);
        Object[] arguments;
        objects.numbers.clear();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            arguments = read(method, message);
            accepted++;
        } catch (MalformedCallException e) {
            arguments = null;
            refused++;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        if (measured && allocated > ALLOWED_BYTES + ALLOWED_BYTES_EACH * message.length) {
            throw new IllegalStateException(allocated + " bytes for " + message.length + " bytes of " + method);
        }
        if (arguments != null) {
            byte[] again = write(method, arguments);
            if (!Arrays.equals(again, write(method, read(method, again)))) {
                throw new IllegalStateException("something else when it is written and read again: " + method);
            }
        }
    }

    private Object[] read(CallMethod method, byte[] message) {
        return method.readArguments(reader.copy(Samples.message(message)).begin(objects));
    }

    private byte[] write(CallMethod method, Object[] arguments) {
        method.writeArguments(writer.begin(objects), arguments);
        return Samples.bytes(writer);
    }

    private byte[] message(CallMethod method, SplittableRandom random) {
        if (random.nextInt(8) == 0) {
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] message = valid(method, random);
        for (int i = random.nextInt(4); i > 0; i--) {
            message = mutate(message, random);
        }
        return random.nextInt(16) == 0 ? splice(message, message.length, message.length, new byte[LONG_TAIL])
                : message;
    }

    private byte[] valid(CallMethod method, SplittableRandom random) {
        return write(method, new Samples(random).arguments(method.method.getName()));
    }

    private byte[] mutate(byte[] message, SplittableRandom random) {
        int at = random.nextInt(message.length + 1);
        int to = Math.min(message.length, at + random.nextInt(4));
        switch (random.nextInt(4)) {
            case 0 -> {
                if (at < message.length) {
                    message[at] ^= (byte) (1 << random.nextInt(8));
                }
                return message;
            }
            case 1 -> {
                Bytes<byte[]> number = Bytes.allocateElasticOnHeap();
                number.writeStopBit(NUMBERS[random.nextInt(NUMBERS.length)]);
                return splice(message, at, to, number.toByteArray());
            }
            case 2 -> {
                byte[] other = valid(methods.get(random.nextInt(methods.size())), random);
                int from = random.nextInt(other.length + 1);
                return splice(message, at, to, Arrays.copyOfRange(other, from,
                        Math.min(other.length, from + random.nextInt(16))));
            }
            default -> {
                return splice(message, at, to, new byte[0]);
            }
        }
    }

    private static byte[] splice(byte[] message, int from, int to, byte[] piece) {
        byte[] spliced = Arrays.copyOf(message, message.length - (to - from) + piece.length);
        System.arraycopy(piece, 0, spliced, from, piece.length);
        System.arraycopy(message, to, spliced, from + piece.length, message.length - to);
        return spliced;
    }
}
