package org.danegate.event;

/// The address of the client on whose behalf a call works, so that every room can report an administrator's action with
/// this address. The web server's first filter sets it for each request; it is unset when the call ends.
public final class ActingClient {

    private static final ScopedValue<String> ADDRESS = ScopedValue.newInstance();

    private ActingClient() {}

    /// Returns the address; empty when the server acts by itself.
    public static String address() {
        return ADDRESS.orElse("");
    }

    /// Runs work on behalf of a client.
    ///
    /// @throws X what the work throws
    public static <X extends Exception> void during(String address, ScopedValue.CallableOp<?, X> work) throws X {
        ScopedValue.where(ADDRESS, address).call(work);
    }
}
