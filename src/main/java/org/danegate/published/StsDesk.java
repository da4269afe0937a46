package org.danegate.published;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.event.AdministratorActs;
import org.danegate.published.Discovery.Found;
import org.danegate.published.PolicyFetch.Result;
import org.danegate.sts.StsRecord;
import org.danegate.sts.StsTrouble;

/// The kept MTA-STS policies for an administrator: what is kept, and what may be done with it. Each act takes effect at
/// once and is in the audit log.
public final class StsDesk {

    static final String FORGIVE = "forgive";

    private final PolicyStore store;
    private final PublishedPolicies policies;
    private final AdministratorActs acts;
    private final Consumer<String> everywhere;

    /// @param everywhere has all nodes read kept policies again; {@link #FORGIVE} has them forget failed
    ///     fetches too
    StsDesk(PolicyStore store, PublishedPolicies policies, AdministratorActs acts, Consumer<String> everywhere) {
        this.store = store;
        this.policies = policies;
        this.acts = acts;
        this.everywhere = everywhere;
    }

    /// What a domain publishes now, and what is kept of it.
    ///
    /// @param recordId id of the record; empty when there is none
    /// @param record one phrase on the record
    /// @param kept the policy that is kept, valid or expired
    public record Look(DomainName domain, Optional<String> recordId, String record, Optional<KeptPolicy> kept) {}

    /// The policies that are kept, by domain.
    public List<KeptPolicy> all() {
        return store.all();
    }

    /// The clock that decides which policies are valid.
    public InstantSource clock() {
        return acts.clock();
    }

    /// What a domain publishes. Blocks for the lookup of the record, and for the fetch of a policy not kept yet.
    public Look look(DomainName domain) {
        policies.standing(domain);
        Found found = policies.record(domain);
        Optional<KeptPolicy> kept = store.find(domain);
        return switch (found) {
            case Found.Unknown unknown -> new Look(domain, Optional.empty(), unknown.reason(), kept);
            case Found.Records records ->
                switch (records.record()) {
                    case StsRecord.None none -> new Look(domain, Optional.empty(), none.reason(), kept);
                    case StsRecord.Found published ->
                        new Look(domain, Optional.of(published.id()), "record with id " + published.id(), kept);
                };
        };
    }

    /// Fetches a policy now. Blocks for a minute at most.
    ///
    /// @return why it failed; empty when the policy is kept
    public Optional<StsTrouble> fetch(DomainName domain, String user) {
        Result result = policies.refresh(domain, true);
        everywhere.accept("");
        acts.publish(user, "fetched the MTA-STS policy of " + domain);
        return result instanceof Result.Bad bad ? Optional.of(bad.trouble()) : Optional.empty();
    }

    /// Forgets the policy of a domain.
    ///
    /// @return whether there was one
    public boolean forget(DomainName domain, String user) {
        boolean removed = store.remove(domain);
        if (removed) {
            everywhere.accept("");
            acts.publish(user, "forgot the MTA-STS policy of " + domain);
        }
        return removed;
    }

    /// Forgets all policies, and the failures that fetches wait for: *Clear MTA-STS Cache*.
    ///
    /// @return how many there were
    public int clear(String user) {
        int removed = store.removeAll();
        everywhere.accept(FORGIVE);
        acts.publish(user, "cleared the MTA-STS cache: " + removed + " policies");
        return removed;
    }

    /// Keeps policies that an administrator brings along, for gateways that cannot fetch them. They expire as any
    /// other.
    public void preload(List<PreloadFile.Entry> entries, String user) {
        entries.forEach(e -> store.keep(new KeptPolicy(
                e.domain(),
                "",
                e.policy(),
                e.lines(),
                acts.now(),
                acts.now().plus(e.policy().maxAge()),
                acts.now(),
                true,
                null)));
        everywhere.accept("");
        acts.publish(user, "preloaded " + entries.size() + " MTA-STS policies");
    }
}
