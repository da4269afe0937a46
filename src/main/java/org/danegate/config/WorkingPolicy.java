package org.danegate.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.danegate.event.AdministratorActs;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.transaction.support.TransactionTemplate;

/// The working copy: one for all administrators. Submit changes it, commit puts it in force, and abandon resets it to
/// the policy in force. A half-edited policy never delivers mail.
public class WorkingPolicy {

    private final WorkingCopy copy;
    private final Commits commits;
    private final PolicyRevisions revisions;

    WorkingPolicy(
            WorkingRows rows,
            PolicyRevisions revisions,
            TransactionTemplate transactions,
            PolicySnapshot snapshot,
            InstalledParts parts,
            AdministratorActs acts) {
        this.copy = new WorkingCopy(rows, transactions, snapshot, revisions, parts, acts);
        this.commits = new Commits(copy, revisions, snapshot, acts);
        this.revisions = revisions;
    }

    WorkingCopy copy() {
        return copy;
    }

    /// The working copy as a policy.
    public Policy policy() {
        return copy.policy();
    }

    /// The policy in force.
    public Policy inForce() {
        return copy.inForce();
    }

    /// Objects that differ from the policy in force.
    public List<PolicyChange> changes() {
        return copy.changes();
    }

    /// Does the same for a working copy that was read before.
    public List<PolicyChange> changes(Policy read) {
        return copy.changes(read);
    }

    /// How many objects differ.
    public int pending() {
        return copy.changes().size();
    }

    /// Faults and advice on the working copy as a whole.
    public List<Fault> violations() {
        return violations(policy());
    }

    /// Does the same for a working copy that was read before.
    public List<Fault> violations(Policy read) {
        return copy.violations(read);
    }

    /// Who submitted each object that differs.
    public ChangeAuthors authors() {
        return copy.rows().authors();
    }

    /// The data that a form needs to detect a stale edit of a section.
    public SectionState section(String name) {
        return copy.section(name);
    }

    /// Why an edit of a section is stale; null when it is not.
    ///
    /// @param label code of the section's name for its administrator
    private @Nullable Wording stale(String section, String label, long version) {
        SectionState now = section(section);
        return now.version() == version ? null : Wording.of("config.stale.section", Wording.of(label), now.changedBy());
    }

    /// Sets DANE Support None for a domain or in the Default profile, and adds the domain's destination entry if
    /// necessary. The seed advises this for domains with an SMTP route.
    ///
    /// @param domain null for the Default profile
    public Submission withoutDane(@Nullable DomainPattern domain, String user) {
        return copy.edit(
                now -> new Edit.To(now.with(now.destinationControls().withoutDane(domain))),
                new Submit(
                        user,
                        "DANE None for " + (domain == null ? "Default" : domain.toString()),
                        "destinationControls."));
    }

    /// Changes the Default entry.
    ///
    /// @param version version that the form was filled from
    /// @return faults have fields relative to the entry
    public Submission submitDefault(DestinationProfile profile, long version, String user) {
        return submitPart(
                "destinationControls",
                "config.stale.default",
                version,
                now -> {
                    DestinationControls controls = now.destinationControls();
                    return new Edit.To(
                            now.with(new DestinationControls(profile, controls.entries(), controls.global())));
                },
                new Submit(user, "Default destination", "destinationControls.default."));
    }

    /// Changes the DNS settings.
    ///
    /// @param version version that the form was filled from
    /// @return faults have fields relative to the section
    public Submission submitDns(DnsSettings dns, long version, String user) {
        return submitPart(
                "dns", "config.stale.dns", version, now -> new Edit.To(now.with(dns)), new Submit(user, "DNS", "dns."));
    }

    /// Changes a section.
    ///
    /// @param section key of the policy file
    /// @param version version of the section that the form was filled from
    /// @return faults have fields relative to the prefix
    public Submission submitSection(String section, long version, Function<Policy, Edit> edit, Submit submit) {
        return submitPart(section, "config.stale.part", version, edit, submit);
    }

    private Submission submitPart(
            String section, String label, long version, Function<Policy, Edit> edit, Submit submit) {
        return copy.edit(
                now -> {
                    Wording stale = stale(section, label, version);
                    return stale == null ? edit.apply(now) : new Edit.Stale(stale);
                },
                submit);
    }

    /// Replaces the whole working copy, as the API does.
    ///
    /// @param expected the policy that the caller has read; null to replace any working copy
    public Submission submit(Policy policy, @Nullable Policy expected, String user) {
        return copy.edit(
                now -> expected == null || expected.equals(now)
                        ? new Edit.To(policy)
                        : new Edit.Stale(Wording.of("config.stale.copy")),
                new Submit(user, "whole policy", ""));
    }

    /// Puts the working copy in force.
    ///
    /// @param comment at most 1,000 characters
    public Commit commit(String comment, String user) {
        return commit(comment, null, user);
    }

    /// Does the same for a working copy that the user saw.
    ///
    /// @param seen fingerprint of what the user saw; null to commit any working copy
    public Commit commit(String comment, @Nullable String seen, String user) {
        return commits.commit(comment, seen, user);
    }

    /// Resets the working copy to the policy in force.
    ///
    /// @param seen fingerprint of the working copy that the user saw; null to abandon any working copy
    public Submission abandon(@Nullable String seen, String user) {
        return copy.change(user, "abandoning of changes", () -> {
            if (seen != null && !seen.equals(PolicyFingerprint.of(policy()))) {
                throw Refusal.stale(Wording.of("config.stale.abandon"));
            }
            copy.rows().write(inForce(), null, inForce(), user);
            copy.rows().destinations().forgetPending();
            return copy.rows().policy(inForce().destinationControls().entries());
        });
    }

    /// The number of the newest revision in the database, which a node that lags does not have in force; 0
    /// when there is none.
    ///
    /// @throws org.springframework.dao.DataAccessException when the database does not answer
    public long newestRevision() {
        return revisions.newest();
    }

    /// The revision that a node says it has in force, among its facts; -1 when it says nothing.
    public static long revision(Map<String, String> facts) {
        try {
            return Long.parseLong(facts.getOrDefault(ConfigConfiguration.REVISION_FACT, "-1"));
        } catch (NumberFormatException newer) {
            return -1;
        }
    }

    /// All revisions, newest first.
    public List<PolicyRevision> revisions() {
        return revisions.findAllByOrderByNumberDesc();
    }

    /// Revisions of a page, newest first.
    ///
    /// @param page from 0
    /// @param size rows at most
    public Page<PolicyRevision> revisions(int page, int size) {
        return revisions.findAllByOrderByNumberDesc(PageRequest.of(page, size));
    }

    /// One revision.
    public Optional<PolicyRevision> revision(long number) {
        return revisions.findById(number);
    }
}
