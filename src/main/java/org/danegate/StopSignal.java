package org.danegate;

import java.lang.reflect.Proxy;

/// Treats SIGTERM as a request to stop: everything ends in order, and the exit status is 0 instead of Java's 143.
final class StopSignal {

    private StopSignal() {}

    /// Takes effect from now on. Changes nothing where the system has no such signal, or where Java leaves signals
    /// to the system (`-Xrs`).
    static void exitsWithZero() {
        try {
            // Loaded by name, because the compiler's warning about sun.misc cannot be turned off. Nothing
            // else can set the exit status of a signal.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object exit = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            System.exit(0);
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("TERM"), exit);
        } catch (ReflectiveOperationException unknownHere) {
            // On other systems the signal ends the process with its own status.
        }
    }
}
