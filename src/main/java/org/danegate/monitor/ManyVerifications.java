package org.danegate.monitor;

import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.wording.Wording;

/// Verifies destinations of Delivery Status with daneverify in the background. The room of such runs provides it.
@FunctionalInterface
public interface ManyVerifications {

    /// Begins a run.
    ///
    /// @param domains at least one, each once
    /// @param user who asked for it
    Answer begin(List<DomainName> domains, String user);

    /// What became of the wish.
    ///
    /// @param address of the page of the run that is in progress now; empty when there is none
    /// @param begun whether it is the one asked for
    /// @param said a sentence for the user
    record Answer(String address, boolean begun, Wording said) {}
}
