package org.danegate.dialing;

import java.net.InetAddress;
import org.danegate.event.Trouble;
import org.jspecify.annotations.Nullable;

/// Who calls the hosts of a destination, and what is done where one answers. Each method is called on the thread of
/// the call.
///
/// @param <C> what a caller holds of an open conversation
public interface Caller<C> {

    /// Told each stage when it happens.
    void tell(Stage stage);

    /// Asked before each host: whether another is wanted.
    boolean wantsHost();

    /// Asked before each address: whether another is wanted.
    boolean wantsAddress();

    /// Opens a conversation with an address, or says why there is none.
    Opening<C> open(Hop hop, InetAddress address);

    /// Uses an open conversation to its end.
    ///
    /// @return trouble met with further conversations at the same address; null for none
    @Nullable
    Trouble use(Hop hop, InetAddress address, C conversation);
}
