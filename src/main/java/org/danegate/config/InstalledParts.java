package org.danegate.config;

import java.util.ArrayList;
import java.util.List;
import org.danegate.policy.InstalledNames;
import org.danegate.policy.Policy;
import org.danegate.wording.Fault;

/// What a policy names that lies beside it on this machine: certificates, and files with trust anchors.
///
/// @param certificates that are installed
/// @param anchorFolders where files with trust anchors may be
record InstalledParts(InstalledNames certificates, TrustAnchorFolders anchorFolders) {

    /// Advice about certificates that are not there, and faults of trust anchor files.
    List<Fault> missing(Policy policy, Policy inForce) {
        List<Fault> all = new ArrayList<>(CertificateAdvice.of(policy, certificates.names()));
        all.addAll(anchorFolders.faults(
                policy.dns().trustAnchorFile(), inForce.dns().trustAnchorFile()));
        return all;
    }
}
