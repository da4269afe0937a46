package org.danegate.verify;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.Evidence;
import org.danegate.dane.EvidenceNode;
import org.jspecify.annotations.Nullable;

/// A finished verification.
///
/// @param transcript the lines in order, as {@link TranscriptText} words them
/// @param evidence the same value that the engine keeps of a delivery attempt
public record Verification(DomainName domain, Verdict verdict, List<String> transcript, Evidence evidence) {

    public Verification {
        transcript = List.copyOf(transcript);
    }

    /// The verification as scripts read it: the answer of `POST /api/v1/daneverify` and of `daneverify --json`.
    ///
    /// @param mtaSts what the domain publishes by MTA-STS; null, and left out, where that is not looked up
    public record Report(
            String domain,
            Verdict verdict,
            List<String> transcript,
            EvidenceNode evidence,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            EvidenceNode mtaSts) {}

    /// The verification in the form for scripts.
    public Report report() {
        return report(null);
    }

    /// The same with what the domain publishes by MTA-STS.
    public Report report(@Nullable EvidenceNode mtaSts) {
        return new Report(domain.ascii(), verdict, transcript, evidence.tree(), mtaSts);
    }
}
