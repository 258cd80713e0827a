// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Signal handlers. Uses {@code sun.misc.Signal} by reflection, because the compiler warns of its name. On a runtime
 * without that class, the JVM's own handlers stay.
 */
final class Signals {
    private static final String INTERRUPT = "INT";
    private static final List<String> ASKING_TO_LEAVE = List.of("TERM", INTERRUPT, "HUP");

    private final Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    private final Class<?> signalType = Class.forName("sun.misc.Signal");
    private final Method handle = signalType.getMethod("handle", signalType, handlerType);

    private Signals() throws ReflectiveOperationException {
    }

    /**
     * Shuts the program down at the first signal that asks it to leave. The JVM's own handler would exit with 128 and
     * the signal's number. A second such signal ends the process at once.
     */
    static void register(Shutdown shutdown) {
        for (String name : ASKING_TO_LEAVE) {
            attempt(signals -> signals.once(name, name.equals(INTERRUPT) ? shutdown::interrupt : shutdown::stop));
        }
    }

    /** Lets a background job fail when it reads its terminal. The default would stop it until somebody notices. */
    static void ignoreTerminalInput() {
        attempt(signals -> signals.set("TTIN", signals.constant("SIG_IGN")));
    }

    /** Runs the action on a thread of the JVM whenever the size of the terminal changes. */
    static void onResize(Runnable action) {
        attempt(signals -> signals.set("WINCH", signals.handler(action)));
    }

    private interface Change {
        void make(Signals signals) throws ReflectiveOperationException;
    }

    private static void attempt(Change change) {
        try {
            change.make(new Signals());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // The system has no such signal, or the JVM runs with -Xrs and does not handle it.
            return;
        }
    }

    private void once(String name, Runnable action) throws ReflectiveOperationException {
        Object defaultHandler = constant("SIG_DFL");
        set(name, handler(() -> {
            attempt(signals -> signals.set(name, defaultHandler));
            action.run();
        }));
    }

    private Object handler(Runnable action) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                action.run();
            }
            return null;
        };
        return Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] {handlerType}, handler);
    }

    private Object constant(String name) throws ReflectiveOperationException {
        return handlerType.getField(name).get(null);
    }

    private void set(String name, Object handler) throws ReflectiveOperationException {
        handle.invoke(null, signalType.getConstructor(String.class).newInstance(name), handler);
    }
}
