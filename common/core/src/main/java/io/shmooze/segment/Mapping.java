// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/**
 * A file mapped into memory that can be unmapped at a chosen time instead of at some later garbage collection.
 *
 * <p>From JDK 22 on, a shared {@code java.lang.foreign.Arena} does that, and a late access throws. On older JDKs only
 * {@code sun.misc.Unsafe.invokeCleaner} can do it. It does not protect against late accesses, and newer JDKs print a
 * warning about it. Both are called by reflection, because the code is compiled for Java 17 and without the JDK's
 * internal classes.
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
        return BY_ARENA ? new ByArena(file, position, length) : new ByCleaner(file, position, length);
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
        private final AutoCloseable arena;
        private final ByteBuffer buffer;

        ByArena(FileChannel file, long position, long length) throws IOException {
            try {
                Class<?> arenaClass = Class.forName("java.lang.foreign.Arena");
                Class<?> segmentClass = Class.forName("java.lang.foreign.MemorySegment");
                arena = (AutoCloseable) arenaClass.getMethod("ofShared").invoke(null);
                Method map = FileChannel.class.getMethod("map", MapMode.class, long.class, long.class, arenaClass);
                Object segment = map.invoke(file, MapMode.READ_WRITE, position, length, arena);
                buffer = (ByteBuffer) segmentClass.getMethod("asByteBuffer").invoke(segment);
            } catch (InvocationTargetException e) {
                throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IOException("This JDK lacks java.lang.foreign", e);
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

        ByCleaner(FileChannel file, long position, long length) throws IOException {
            buffer = file.map(MapMode.READ_WRITE, position, length);
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
