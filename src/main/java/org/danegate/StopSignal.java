package org.danegate;

import java.lang.reflect.Proxy;

/// SIGTERM as the request to stop that it is: everything ends in order, and the exit status is 0 instead of
/// Java's 143.
final class StopSignal {

    private StopSignal() {}

    /// From now on. Where the system has no such signal, or Java was told to leave signals alone (`-Xrs`),
    /// nothing changes.
    static void exitsWithZero() {
        try {
            // By name, since the compiler's warning about sun.misc cannot be turned off. Nothing else sets the
            // exit status of a signal.
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
            // Elsewhere the signal ends the process with its own status.
        }
    }
}
