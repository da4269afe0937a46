package org.danegate.words.word;

import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.verify.TranscriptText;
import org.danegate.verify.Verification;
import org.danegate.words.NotRun;
import org.danegate.words.Run;
import org.danegate.words.Word;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `daneverify` by the server, with its resolvers and settings.
@Command(name = "daneverify", description = "verifies that a domain can be delivered to under DANE")
final class DaneVerifyWord implements Word {

    /// What is said when too many run.
    static final String BUSY = "too many verifications run; try again in a moment";

    @Parameters(arity = "0..1", paramLabel = "DOMAIN", description = "recipient domain")
    private @Nullable String domain;

    @Mixin
    private Form form = new Form();

    @Override
    public int run(Run run) throws NotRun {
        DomainName name = domain(run.argument(domain, "Enter the domain to verify.\n", "", "DOMAIN"));
        Optional<Verification> result = run.rooms().verifications().run(name, stage -> {
            if (!form.json()) {
                run.line(TranscriptText.of(stage));
            }
        });
        if (result.isEmpty()) {
            throw new NotRun(BUSY);
        }
        if (form.json()) {
            run.json(result.get().report());
        }
        return switch (result.get().verdict()) {
            case DANE_SUCCESS -> 0;
            case DANE_FAILED -> 1;
            case NOT_VERIFIED -> 2;
        };
    }

    /// A domain that was typed.
    static DomainName domain(String typed) throws NotRun {
        try {
            return DomainName.parse(typed);
        } catch (IllegalArgumentException e) {
            throw new NotRun("not a domain name: " + typed);
        }
    }
}
