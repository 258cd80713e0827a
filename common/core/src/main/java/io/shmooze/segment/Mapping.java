// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import static java.lang.invoke.MethodType.methodType;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/**
 * A file mapped into memory that can be unmapped at a chosen time instead of at some later garbage collection.
 *
 * <p>From JDK 22 on, a shared {@code java.lang.foreign.Arena} does that, and a late access throws. On older JDKs only
 * {@code sun.misc.Unsafe.invokeCleaner} can do it. It does not protect against late accesses, and newer JDKs print a
 * warning about it. Both are called by reflection, because the code is compiled for Java 17 and without the JDK's
 * internal classes. The arena is called by method handles of exact types, because the first call of a
 * {@code Method} with four parameters takes a fresh JDK 25 some 10 ms more.
 */
abstract class Mapping {
    static final boolean BY_ARENA = Runtime.version().feature() >= 22;

    abstract ByteBuffer buffer();

    /**
     * Unmaps the file. On JDKs before 22, keeps it mapped if views exist, because they would point to unmapped memory.
     *
     * @param viewsEscaped whether views of the buffer were handed out
     * @return false if it stays mapped
     */
    abstract boolean unmap(boolean viewsEscaped);

    static Mapping of(FileChannel file, long position, long length) throws IOException {
        return of(file, MapMode.READ_WRITE, position, length);
    }

    /** The same, for a mapping that need not be written. */
    static Mapping of(FileChannel file, MapMode mode, long position, long length) throws IOException {
        return BY_ARENA ? new ByArena(file, mode, position, length) : new ByCleaner(file, mode, position, length);
    }

    /** Memory of this process only, which the garbage collector frees. */
    static Mapping over(ByteBuffer memory) {
        return new Mapping() {
            @Override
            ByteBuffer buffer() {
                return memory.duplicate();
            }

            @Override
            boolean unmap(boolean viewsEscaped) {
                return true;
            }
        };
    }

    /** JDK 22 and later. */
    private static final class ByArena extends Mapping {
        private static final MethodHandle OF_SHARED;
        private static final MethodHandle MAP;
        private static final MethodHandle AS_BYTE_BUFFER;

        static {
            try {
                Class<?> arena = Class.forName("java.lang.foreign.Arena");
                Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
                MethodHandles.Lookup lookup = MethodHandles.publicLookup();
                OF_SHARED = lookup.findStatic(arena, "ofShared", methodType(arena))
                        .asType(methodType(AutoCloseable.class));
                MAP = lookup.findVirtual(FileChannel.class, "map",
                        methodType(segment, MapMode.class, long.class, long.class, arena)).asType(methodType(
                        Object.class, FileChannel.class, MapMode.class, long.class, long.class, AutoCloseable.class));
                AS_BYTE_BUFFER = lookup.findVirtual(segment, "asByteBuffer", methodType(ByteBuffer.class))
                        .asType(methodType(ByteBuffer.class, Object.class));
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final AutoCloseable arena;
        private final ByteBuffer buffer;

        ByArena(FileChannel file, MapMode mode, long position, long length) throws IOException {
            try {
                arena = (AutoCloseable) OF_SHARED.invokeExact();
                Object segment = (Object) MAP.invokeExact(file, mode, position, length, arena);
                buffer = (ByteBuffer) AS_BYTE_BUFFER.invokeExact(segment);
            } catch (IOException e) {
                throw e;
            } catch (Throwable e) {
                throw new IOException(e);
            }
        }

        @Override
        ByteBuffer buffer() {
            return buffer;
        }

        @Override
        boolean unmap(boolean viewsEscaped) {
            try {
                arena.close();
                return true;
            } catch (Exception e) {
                throw new IllegalStateException("The segment is still in use by an I/O call on a view of it", e);
            }
        }
    }

    /** JDK 17 to 21. */
    private static final class ByCleaner extends Mapping {
        private final ByteBuffer buffer;

        ByCleaner(FileChannel file, MapMode mode, long position, long length) throws IOException {
            buffer = file.map(mode, position, length);
        }

        @Override
        ByteBuffer buffer() {
            return buffer;
        }

        @Override
        boolean unmap(boolean viewsEscaped) {
            if (viewsEscaped) {
                return false;
            }
            try {
                Class<?> unsafe = Class.forName("sun.misc.Unsafe");
                Field instance = unsafe.getDeclaredField("theUnsafe");
                instance.setAccessible(true);
                unsafe.getMethod("invokeCleaner", ByteBuffer.class).invoke(instance.get(null), buffer);
                return true;
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("This JDK lacks sun.misc.Unsafe.invokeCleaner", e);
            }
        }
    }
}
