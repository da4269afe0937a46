package org.danegate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.policy.CommittedPolicy.Revision;
import org.danegate.policy.DaneException;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.policy.TlsSupport;
import org.danegate.policy.file.PolicyDocument;
import org.junit.jupiter.api.Test;

/// Exceptions from DANE lie over the committed policy: readers of the policy in force see them, revisions do not.
class PolicySnapshotTest {

    private static final DomainName DOMAIN = DomainName.parse("example.org");
    private static final DaneException OFF =
            new DaneException(DOMAIN, DaneSupport.NONE, Instant.parse("2026-01-02T00:00:00Z"), "renewal", "ana");

    private final PolicySnapshot snapshot = new PolicySnapshot();

    private static Policy mandatory(TlsSupport tls) {
        DestinationEntry entry = DestinationEntry.of(DomainPattern.parse("example.org"), tls, DaneSupport.MANDATORY);
        return Policy.defaults()
                .with(new DestinationControls(
                        DestinationProfile.defaults(), List.of(entry), new DestinationControls.Global(null, false)));
    }

    private DestinationControls.Effective inForce() {
        return snapshot.current().policy().destinationControls().effectiveFor(DOMAIN);
    }

    @Test
    void an_exception_is_in_the_policy_in_force_and_not_in_the_revision() {
        Policy committed = mandatory(TlsSupport.REQUIRED);
        snapshot.swap(new Revision(1, committed));
        snapshot.replace(List.of(OFF));

        assertThat(inForce().profile().dane()).isEqualTo(DaneSupport.NONE);
        assertThat(inForce().profile().tls()).isEqualTo(TlsSupport.REQUIRED);
        assertThat(inForce().exception()).isEqualTo(OFF);
        assertThat(snapshot.current().number()).isEqualTo(1);
        assertThat(snapshot.committed().policy()).isSameAs(committed);
        assertThat(PolicyDocument.yaml(snapshot.current().policy())).isEqualTo(PolicyDocument.yaml(committed));
    }

    @Test
    void attempts_see_that_another_policy_is_in_force_when_an_exception_begins_and_ends() {
        snapshot.swap(new Revision(1, mandatory(TlsSupport.REQUIRED)));
        Policy before = snapshot.current().policy();
        snapshot.replace(List.of(OFF));
        Policy during = snapshot.current().policy();
        snapshot.replace(List.of());

        assertThat(during).isNotSameAs(before);
        assertThat(snapshot.current().policy()).isSameAs(before);
        assertThat(inForce().profile().dane()).isEqualTo(DaneSupport.MANDATORY);
    }

    @Test
    void a_commit_keeps_the_exceptions_and_an_exception_is_no_commit() {
        List<Revision> committed = new ArrayList<>();
        snapshot.onCommit(committed::add);
        snapshot.replace(List.of(OFF));
        assertThat(committed).isEmpty();

        snapshot.swap(new Revision(2, mandatory(TlsSupport.PREFERRED)));

        assertThat(committed).extracting(Revision::number).containsExactly(2L);
        assertThat(committed.getFirst().policy())
                .as("readers of commits see what was committed")
                .isEqualTo(mandatory(TlsSupport.PREFERRED));
        assertThat(inForce().profile().dane()).isEqualTo(DaneSupport.NONE);
    }
}
