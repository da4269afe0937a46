package org.danegate.words.word;

import java.util.Map;
import org.danegate.words.NotRun;
import org.danegate.words.Run;
import org.danegate.words.Word;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `dnsflush`: all answers of DNS are forgotten.
@Command(name = "dnsflush", description = "forgets all answers of DNS")
final class DnsFlushWord implements Word {

    @Option(names = "--yes", description = "does it without asking")
    private boolean yes;

    @Mixin
    private Form form = new Form();

    @Override
    public int run(Run run) throws NotRun {
        if (!run.sure(yes, "Are you sure you want to clear out the DNS cache?")) {
            run.line("Nothing was done.");
            return 1;
        }
        run.rooms().dns().clearCache(run.user().name());
        if (form.json()) {
            run.json(Map.of("cleared", true));
        } else {
            run.line("DNS cache cleared.");
        }
        return 0;
    }
}
