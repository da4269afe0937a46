package org.danegate.config;

import java.util.ArrayList;
import java.util.List;
import org.danegate.policy.InstalledNames;
import org.danegate.policy.Policy;
import org.danegate.wording.Fault;

/// Parts that a policy names and that are installed on this machine: certificates, and files with trust anchors.
///
/// @param certificates the installed certificates
/// @param anchorFolders folders that may contain files with trust anchors
record InstalledParts(InstalledNames certificates, TrustAnchorFolders anchorFolders) {

    /// Advice about missing certificates, and faults of trust anchor files.
    List<Fault> missing(Policy policy, Policy inForce) {
        List<Fault> all = new ArrayList<>(CertificateAdvice.of(policy, certificates.names()));
        all.addAll(anchorFolders.faults(
                policy.dns().trustAnchorFile(), inForce.dns().trustAnchorFile()));
        return all;
    }
}
