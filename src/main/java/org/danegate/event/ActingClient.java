package org.danegate.event;

/// The address of the client on whose behalf a call works, so that what an administrator does is told with it by
/// whatever room tells. The web server's first filter says it for each request; it ends with the call.
public final class ActingClient {

    private static final ScopedValue<String> ADDRESS = ScopedValue.newInstance();

    private ActingClient() {}

    /// The address; empty where the server acts by itself.
    public static String address() {
        return ADDRESS.orElse("");
    }

    /// Works for a client.
    ///
    /// @throws X what the work throws
    public static <X extends Exception> void during(String address, ScopedValue.CallableOp<?, X> work) throws X {
        ScopedValue.where(ADDRESS, address).call(work);
    }
}
