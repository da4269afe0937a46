package org.danegate.words.word;

import java.util.List;
import java.util.Map;
import org.danegate.operations.DestinationOrder;
import org.danegate.words.NotRun;
import org.danegate.words.Run;
import org.danegate.words.Word;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `resumedel`: delivery goes on.
@Command(name = "resumedel", description = "resumes delivery, for ALL or some domains")
final class ResumeWord implements Word {

    @Parameters(arity = "0..*", paramLabel = "DOMAIN|ALL", description = "ALL, or domains")
    private List<String> domains = List.of();

    @Mixin
    private Form form = new Form();

    @Override
    public int run(Run run) throws NotRun {
        List<String> destinations = SuspendWord.Domains.of(domains, run);
        List<String> resumed = destinations.stream()
                .filter(one -> run.rooms().desk().resume(one, run.user().name()))
                .toList();
        List<String> still = destinations.stream()
                .filter(one -> run.rooms().desk().suspended(one))
                .toList();
        if (form.json()) {
            run.json(Map.of("resumed", resumed, "stillSuspended", still));
        } else {
            print(destinations, resumed, still, run);
        }
        return resumed.isEmpty() || !still.isEmpty() ? 1 : 0;
    }

    private static void print(List<String> destinations, List<String> resumed, List<String> still, Run run) {
        for (String one : destinations) {
            boolean all = one.equals(DestinationOrder.ALL);
            String whose = all ? "" : " for " + one;
            run.line(
                    resumed.contains(one)
                            ? "Mail delivery resumed" + whose + "."
                            : "Mail delivery was not suspended" + whose + ".");
            if (still.contains(one)) {
                run.line("It stays suspended" + whose + ", because delivery to ALL is.");
            }
        }
    }
}
