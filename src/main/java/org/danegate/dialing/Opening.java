package org.danegate.dialing;

import org.danegate.dane.DaneAction;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.event.Trouble;
import org.jspecify.annotations.Nullable;

/// The result of trying one address of a host.
///
/// @param <C> how the caller represents an open conversation
public sealed interface Opening<C> {

    /// Mail may be sent.
    ///
    /// @param action the resulting DANE action
    record Open<C>(C conversation, DaneAction action, AddressResult evidence) implements Opening<C> {}

    /// Mail may not be sent.
    ///
    /// @param reached whether the address answered at all
    record Failed<C>(Trouble trouble, boolean reached, AddressResult evidence) implements Opening<C> {}

    /// The gateway did not try the address, or stopped trying it.
    ///
    /// @param because why; null when the reason does not concern the host
    record Left<C>(@Nullable Trouble because) implements Opening<C> {}
}
