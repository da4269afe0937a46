package org.danegate.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.console.PendingChanges;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvents;
import org.danegate.node.FleetChanges;
import org.danegate.node.NodeFact;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DraftPolicy;
import org.danegate.policy.InstalledNames;
import org.danegate.policy.OutgoingLogins;
import org.danegate.policy.Policy;
import org.danegate.policy.SigningKeyNames;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.policy.file.PolicyFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires the working copy, and loads the policy in force before anything reads it.
@Configuration(proxyBeanMethods = false)
class ConfigConfiguration {

    static final String REVISION_FACT = "policy.revision";

    private static final Logger LOG = LoggerFactory.getLogger(ConfigConfiguration.class);

    /// The last revision; otherwise the policy file, committed as revision 1; otherwise the factory settings.
    @Bean
    PolicySnapshot committedPolicy(
            PolicyRevisions revisions, @Value("${danegate.policy-file:}") String policyFile, InstantSource clock) {
        PolicySnapshot snapshot = new PolicySnapshot();
        PolicyRevision last = revisions.findFirstByOrderByNumberDesc().orElse(null);
        if (last != null) {
            snapshot.swap(new CommittedPolicy.Revision(last.number(), PolicyFile.readUnchecked(last.document())));
            if (!policyFile.isBlank()) {
                LOG.info("Revision {} is in force; the policy file {} is ignored", last.number(), policyFile);
            }
        } else if (!policyFile.isBlank()) {
            loadFile(Path.of(policyFile), revisions, snapshot, clock);
        }
        return snapshot;
    }

    private static void loadFile(Path file, PolicyRevisions revisions, PolicySnapshot snapshot, InstantSource clock) {
        try {
            snapshot.swap(commitFile(file, revisions, clock));
            LOG.info("Committed revision 1, loaded from {}", file);
        } catch (DataIntegrityViolationException other) {
            PolicyRevision first = revisions.findFirstByOrderByNumberDesc().orElseThrow(() -> other);
            snapshot.swap(new CommittedPolicy.Revision(first.number(), first.policy()));
            LOG.info("Another node committed revision {} at the same moment; it is in force", first.number());
        }
    }

    private static CommittedPolicy.Revision commitFile(Path file, PolicyRevisions revisions, InstantSource clock) {
        Policy policy = read(file);
        String comment = "Loaded from " + file.getFileName();
        String changes = PolicyChange.lines(Policy.defaults(), policy);
        revisions.save(new PolicyRevision(1, clock.instant(), "system", comment, PolicyDocument.yaml(policy), changes));
        return new CommittedPolicy.Revision(1, policy);
    }

    private static Policy read(Path file) {
        PolicyFile.Reading reading;
        try {
            reading = PolicyFile.read(Files.readString(file));
        } catch (IOException e) {
            throw new FaultyPolicyFileException("The policy file " + file + " cannot be read: " + e.getMessage());
        }
        Policy policy = reading.policy();
        if (policy == null) {
            StringBuilder text = new StringBuilder("The policy file has faults:");
            reading.faults().forEach(f -> text.append('\n').append(f.in(file.toString())));
            throw new FaultyPolicyFileException(text.toString());
        }
        return policy;
    }

    @Bean
    WorkingPolicy workingPolicy(
            WorkingDestinations destinations,
            WorkingSections sections,
            WorkingDeletions deletions,
            PolicyRevisions revisions,
            PlatformTransactionManager transactions,
            PolicySnapshot snapshot,
            FleetChanges changes,
            DeliveryEvents events,
            InstantSource clock,
            ObjectProvider<InstalledNames> certificates,
            ObjectProvider<OutgoingLogins> logins,
            ObjectProvider<SigningKeyNames> signingKeys,
            @Value("${danegate.data-dir}") Path dataDir,
            @Value("${danegate.trust-anchor-dirs:}") List<String> anchorFolders) {
        WorkingPolicy working = new WorkingPolicy(
                new WorkingRows(destinations, sections, deletions, changes),
                revisions,
                new TransactionTemplate(transactions),
                snapshot,
                new InstalledParts(
                        certificates.getIfAvailable(() -> List::of),
                        logins.getIfAvailable(() -> List::of),
                        TrustAnchorFolders.of(dataDir, anchorFolders),
                        signingKeys.getIfAvailable(() -> List::of)),
                new AdministratorActs(events, clock));
        // Done at start, so that nobody waits for it on the first page.
        working.copy().ensureStored();
        return working;
    }

    /// Other nodes show which revision this one has.
    @Bean
    NodeFact revisionFact(PolicySnapshot snapshot) {
        return () -> Map.of(REVISION_FACT, String.valueOf(snapshot.committed().number()));
    }

    @Bean
    DestinationEdits destinationEdits(WorkingDestinations destinations, WorkingPolicy working) {
        return new DestinationEdits(destinations, working);
    }

    @Bean
    Reversions reversions(WorkingPolicy working) {
        return new Reversions(working);
    }

    @Bean
    DestinationTable destinationTable(
            WorkingDestinations destinations,
            WorkingDeletions deletions,
            DestinationEdits edits,
            WorkingPolicy working) {
        return new DestinationTable(destinations, deletions, edits, working);
    }

    @Bean
    DraftPolicy draftPolicy(WorkingPolicy working) {
        return working::policy;
    }

    @Bean
    PendingChanges pendingChanges(WorkingPolicy working) {
        return working::pending;
    }

    @Bean
    MenuEntry configurationFileMenu() {
        return new MenuEntry(MenuSection.SYSTEM_ADMINISTRATION, "Configuration File", "/system/configuration-file", 35);
    }

    @Bean
    MenuEntry revisionsMenu() {
        return new MenuEntry(MenuSection.SYSTEM_ADMINISTRATION, "Configuration History", "/system/revisions", 30);
    }
}
