// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import com.sun.management.ThreadMXBean;
import io.shmooze.call.Calls;
import io.shmooze.server.ShmoozeServer;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.function.IntToLongFunction;

/**
 * Prints how many bytes the calling thread allocates for a call. In a JVM of its own, because what C2 makes of a proxy
 * depends on which other calls the JVM has made.
 */
final class CallAllocation {
    private static final int CALLS = 50_000;
    private static final int WARM_UP_ROUNDS = 5;

    interface Sums {
        long add(long a, long b);

        int negate(int a);
    }

    private static final class SumsImplementation implements Sums {
        @Override
        public long add(long a, long b) {
            return a + b;
        }

        @Override
        public int negate(int a) {
            return -a;
        }
    }

    private CallAllocation() {
    }

    /** The directory for the channel. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        ShmoozeServer server = Calls.serve(ShmoozeServer.builder("sums").directory(directory),
                Sums.class, new SumsImplementation()).start();
        try (ShmoozeClient client = ShmoozeClient.builder("sums").directory(directory).connect()) {
            Sums sums = Calls.proxy(client, Sums.class);
            MethodHandle add = Calls.handle(client, Sums.class, "add", long.class, long.class);
            MethodHandle negate = Calls.handle(client, Sums.class, "negate", int.class);
            print("handle of add", i -> add(add, 1000 + i, 2000 + i), i -> 3000L + 2 * i);
            print("handle of negate", i -> negate(negate, 1000 + i), i -> -1000L - i);
            print("add", i -> sums.add(1000 + i, 2000 + i), i -> 3000L + 2 * i);
            print("negate", i -> sums.negate(1000 + i), i -> -1000L - i);
        } finally {
            server.close();
        }
    }

    private static long add(MethodHandle handle, long a, long b) {
        try {
            return (long) handle.invokeExact(a, b);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static int negate(MethodHandle handle, int a) {
        try {
            return (int) handle.invokeExact(a);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Arguments and results are outside the caches of the boxes. */
    private static void print(String name, IntToLongFunction call, IntToLongFunction expected) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long bytes = 0;
        for (int round = 0; round <= WARM_UP_ROUNDS; round++) {
            long before = threads.getThreadAllocatedBytes(id);
            for (int i = 0; i < CALLS; i++) {
                if (call.applyAsLong(i) != expected.applyAsLong(i)) {
                    throw new AssertionError(name + " of " + i);
                }
            }
            bytes = threads.getThreadAllocatedBytes(id) - before;
        }
        System.out.println(name + ": " + (bytes + CALLS / 2) / CALLS + " bytes a call");
    }
}
