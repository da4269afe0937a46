package org.danegate.dane;

import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.SecurityStatus;

/// What DNS says about a destination's MX set.
public record DomainEvidence(DomainName domain, Answer<MxRecord> mx) {

    /// The status for the MX column of the seed's tables. For an implicit MX, it is the status of the
    /// denial (D-33).
    public SecurityStatus mxStatus() {
        return switch (mx) {
            case Answer.Found<MxRecord> f -> f.status();
            case Answer.Denied<MxRecord> d -> d.secure() ? SecurityStatus.SECURE : SecurityStatus.INSECURE;
            case Answer.Bogus<MxRecord> b -> b.status();
            case Answer.Failed<MxRecord> f -> f.status();
        };
    }

    /// True when there is no MX record and the domain itself is the host (RFC 5321 5.1).
    public boolean implicitMx() {
        return mx instanceof Answer.Denied<MxRecord> d && d.nameExists();
    }
}
