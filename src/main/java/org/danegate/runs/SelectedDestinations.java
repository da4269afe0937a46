package org.danegate.runs;

import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.monitor.ManyVerifications;
import org.danegate.wording.Wording;

/// Runs for destinations that somebody selected on Delivery Status: the same limits as for a list that is pasted.
final class SelectedDestinations implements ManyVerifications {

    private static final String PAGE = "/monitor/daneverify/runs/";

    private final Runs runs;

    SelectedDestinations(Runs runs) {
        this.runs = runs;
    }

    @Override
    public Answer begin(List<DomainName> domains, String user) {
        return switch (ListedDomains.of(domains)) {
            case ListedDomains.Refused refused -> new Answer("", false, refused.why());
            case ListedDomains.Read read -> begun(runs.start(new RunScope.Listed(read.domains()), user));
        };
    }

    private static Answer begun(Runs.Start start) {
        return switch (start) {
            case Runs.Start.Begun begun ->
                new Answer(
                        PAGE + begun.run().id(),
                        true,
                        Wording.of("runs.begun", begun.run().domains()));
            case Runs.Start.Busy busy -> new Answer(PAGE + busy.run(), false, Wording.of("runs.busy"));
            case Runs.Start.Nothing nothing -> new Answer("", false, Wording.of("runs.fault.nothing.LIST"));
        };
    }
}
