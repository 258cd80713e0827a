// SPDX-License-Identifier: Apache-2.0
package io.shmooze.testing;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The library and its tests once more in this JVM, in a class loader of their own, as a second web application has
 * them. What is called in it and what it returns are of the JDK's types, because all others are different ones.
 */
public final class OtherCopy implements AutoCloseable {
    private final URLClassLoader loader;

    /** With everything on this JVM's class path. */
    public OtherCopy() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        loader = new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    /**
     * Makes an object of the other copy.
     *
     * @param type the class of that name in this copy, with a constructor without parameters
     * @param <A> what it takes
     * @param <R> what it returns
     * @return the object
     */
    @SuppressWarnings("unchecked")
    public <A, R> Function<A, R> make(Class<? extends Function<A, R>> type) throws ReflectiveOperationException {
        Constructor<?> constructor = loader.loadClass(type.getName()).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (Function<A, R>) constructor.newInstance();
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
