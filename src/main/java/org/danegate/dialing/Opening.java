package org.danegate.dialing;

import org.danegate.dane.DaneAction;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.event.Trouble;
import org.jspecify.annotations.Nullable;

/// What trying one address of a host came to.
///
/// @param <C> what a traveller holds of an open conversation
public sealed interface Opening<C> {

    /// Mail may be sent.
    ///
    /// @param action how the plan was met
    record Open<C>(C conversation, DaneAction action, AddressResult evidence) implements Opening<C> {}

    /// It may not.
    ///
    /// @param reached whether the address answered at all
    record Failed<C>(Trouble trouble, boolean reached, AddressResult evidence) implements Opening<C> {}

    /// The address was not asked, or not to its end, by this side's choice: nothing is known of it.
    ///
    /// @param because what stood against it; null where that says nothing about the host
    record Left<C>(@Nullable Trouble because) implements Opening<C> {}
}
