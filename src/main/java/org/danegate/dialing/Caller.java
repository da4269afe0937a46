package org.danegate.dialing;

import java.net.InetAddress;
import org.danegate.event.Trouble;
import org.jspecify.annotations.Nullable;

/// Calls the hosts of a destination and uses the conversations it gets. All methods run on the thread of the call.
///
/// @param <C> how the caller represents an open conversation
public interface Caller<C> {

    /// Receives each stage as it happens.
    void tell(Stage stage);

    /// Whether to try another host. Asked before each one.
    boolean wantsHost();

    /// Whether to try another address. Asked before each one.
    boolean wantsAddress();

    /// Opens a conversation with an address, or returns why there is none.
    Opening<C> open(Hop hop, InetAddress address);

    /// Uses an open conversation until it ends.
    ///
    /// @return why another conversation with the same address failed; null when none did
    @Nullable
    Trouble use(Hop hop, InetAddress address, C conversation);
}
