// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.UsageException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Values of one type that have values of others inside; owns no more than their codecs. */
abstract class ContainerCodec extends Codec {
    /** Grown as values arrive, because a count is only what somebody has written. */
    private static final int FIRST_CAPACITY = 16;

    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class, int.class);
    private static final MethodType SETTER =
            MethodType.methodType(void.class, Object.class, int.class, Object.class);

    final Codec value;

    private ContainerCodec(Codec value) {
        this.value = value;
    }

    static Codec list(Codec element) {
        return new ContainerCodec(element) {
            @Override
            void describe(Description text) {
                text.add("List<").add(value).add(">");
            }

            @Override
            void write(CallWriter out, Object list) {
                writeAll(out, (List<?>) list);
            }

            @Override
            Object read(CallReader in) {
                List<Object> values = readAll(in);
                return values == null ? null : Collections.unmodifiableList(values);
            }
        };
    }

    static Codec set(Codec element) {
        return new ContainerCodec(element) {
            @Override
            void describe(Description text) {
                text.add("Set<").add(value).add(">");
            }

            @Override
            void write(CallWriter out, Object set) {
                writeAll(out, (Set<?>) set);
            }

            @Override
            Object read(CallReader in) {
                List<Object> values = readAll(in);
                return values == null ? null : distinct(in, values);
            }
        };
    }

    static Codec map(Codec key, Codec mapped) {
        return new ContainerCodec(mapped) {
            @Override
            void describe(Description text) {
                text.add("Map<").add(key).add(",").add(value).add(">");
            }

            @Override
            void write(CallWriter out, Object map) {
                writeEntries(out, (Map<?, ?>) map, key);
            }

            @Override
            Object read(CallReader in) {
                return readEntries(in, key);
            }
        };
    }

    static Codec optional(Codec optional) {
        return new ContainerCodec(optional) {
            @Override
            void describe(Description text) {
                text.add("Optional<").add(value).add(">");
            }

            @Override
            void write(CallWriter out, Object wrapped) {
                writeOptional(out, (Optional<?>) wrapped);
            }

            @Override
            Object read(CallReader in) {
                return readOptional(in);
            }
        };
    }

    static Codec array(Class<?> component, Codec element) {
        Class<?> type = component.arrayType();
        MethodHandle getter = MethodHandles.arrayElementGetter(type).asType(GETTER);
        MethodHandle setter = MethodHandles.arrayElementSetter(type).asType(SETTER);
        return new ContainerCodec(element) {
            @Override
            void describe(Description text) {
                text.add(value).add("[]");
            }

            @Override
            void write(CallWriter out, Object array) {
                writeArray(out, array, getter);
            }

            @Override
            Object read(CallReader in) {
                return readArray(in, component, setter);
            }
        };
    }

    void writeAll(CallWriter out, Collection<?> values) {
        if (values == null) {
            out.writeCount(-1);
            return;
        }
        int count = values.size();
        out.writeCount(count);
        out.enter();
        for (Object each : values) {
            value.write(out, each);
            count--;
        }
        out.leave();
        requireUnchanged(count);
    }

    private static void requireUnchanged(int left) {
        if (left != 0) {
            throw new UsageException("Another thread has changed a collection while it was written: pass a copy");
        }
    }

    List<Object> readAll(CallReader in) {
        int count = in.readCount();
        if (count < 0) {
            return null;
        }
        in.enter();
        List<Object> values = new ArrayList<>(Math.min(count, FIRST_CAPACITY));
        for (int i = 0; i < count; i++) {
            values.add(value.read(in));
        }
        in.leave();
        return values;
    }

    private static Set<Object> distinct(CallReader in, List<Object> values) {
        Set<Object> set;
        try {
            set = new LinkedHashSet<>(values);
        } catch (Throwable e) {
            throw in.malformed("an element of a set cannot be compared", e);
        }
        if (set.size() != values.size()) {
            throw in.malformed("a set has an element twice");
        }
        return Collections.unmodifiableSet(set);
    }

    void writeEntries(CallWriter out, Map<?, ?> map, Codec key) {
        if (map == null) {
            out.writeCount(-1);
            return;
        }
        int count = map.size();
        out.writeCount(count);
        out.enter();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            key.write(out, entry.getKey());
            value.write(out, entry.getValue());
            count--;
        }
        out.leave();
        requireUnchanged(count);
    }

    Map<Object, Object> readEntries(CallReader in, Codec key) {
        int count = in.readCount();
        if (count < 0) {
            return null;
        }
        in.enter();
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            put(in, map, key.read(in), value.read(in));
        }
        in.leave();
        if (map.size() != count) {
            throw in.malformed("a map has a key twice");
        }
        return Collections.unmodifiableMap(map);
    }

    private static void put(CallReader in, Map<Object, Object> map, Object key, Object mapped) {
        try {
            map.put(key, mapped);
        } catch (Throwable e) {
            throw in.malformed("a key of a map cannot be compared", e);
        }
    }

    void writeOptional(CallWriter out, Optional<?> wrapped) {
        if (wrapped == null) {
            throw new UsageException("An Optional is null: pass Optional.empty()");
        }
        if (out.writePresence(wrapped.orElse(null))) {
            out.enter();
            value.write(out, wrapped.get());
            out.leave();
        }
    }

    Optional<Object> readOptional(CallReader in) {
        if (!in.readPresence()) {
            return Optional.empty();
        }
        in.enter();
        Object inside = value.read(in);
        in.leave();
        if (inside == null) {
            throw in.malformed("an Optional holds null");
        }
        return Optional.of(inside);
    }

    void writeArray(CallWriter out, Object array, MethodHandle getter) {
        if (array == null) {
            out.writeCount(-1);
            return;
        }
        int count = Array.getLength(array);
        out.writeCount(count);
        out.enter();
        for (int i = 0; i < count; i++) {
            value.write(out, get(getter, array, i));
        }
        out.leave();
    }

    private static Object get(MethodHandle getter, Object array, int index) {
        try {
            return (Object) getter.invokeExact(array, index);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("Reading an array throws nothing checked", e);
        }
    }

    Object readArray(CallReader in, Class<?> component, MethodHandle setter) {
        if (!component.isPrimitive()) {
            List<Object> values = readAll(in);
            return values == null ? null : values.toArray((Object[]) Array.newInstance(component, 0));
        }
        int count = in.readCount();
        if (count < 0) {
            return null;
        }
        in.enter();
        Object array = Array.newInstance(component, count);
        for (int i = 0; i < count; i++) {
            set(setter, array, i, value.read(in));
        }
        in.leave();
        return array;
    }

    private static void set(MethodHandle setter, Object array, int index, Object element) {
        try {
            setter.invokeExact(array, index, element);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("Writing an array throws nothing checked", e);
        }
    }
}
