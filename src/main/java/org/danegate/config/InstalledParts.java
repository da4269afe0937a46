package org.danegate.config;

import java.util.ArrayList;
import java.util.List;
import org.danegate.policy.InstalledNames;
import org.danegate.policy.OutgoingLogins;
import org.danegate.policy.Policy;
import org.danegate.policy.SigningKeyNames;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;

/// Parts that a policy names and that are kept outside of it: certificates, logins for SMTP routes, signing keys, and
/// files with trust anchors.
///
/// @param certificates the installed certificates
/// @param logins the Outgoing SMTP Authentication profiles
/// @param anchorFolders folders that may contain files with trust anchors
/// @param signingKeys the keys that sign mail
record InstalledParts(
        InstalledNames certificates,
        OutgoingLogins logins,
        TrustAnchorFolders anchorFolders,
        SigningKeyNames signingKeys) {

    /// Advice about missing certificates and logins, and faults of trust anchor files.
    List<Fault> missing(Policy policy, Policy inForce) {
        List<Fault> all = new ArrayList<>(CertificateAdvice.of(policy, certificates.names()));
        all.addAll(missingLogins(policy));
        all.addAll(signingKeys.concerns(policy.dkim(), inForce.dkim()));
        all.addAll(anchorFolders.faults(
                policy.dns().trustAnchorFile(), inForce.dns().trustAnchorFile()));
        return all;
    }

    /// Mail waits until the profile is there.
    private List<Fault> missingLogins(Policy policy) {
        List<Fault> advice = new ArrayList<>();
        List<String> known = logins.names();
        for (int i = 0; i < policy.smtpRoutes().size(); i++) {
            String name = policy.smtpRoutes().get(i).authentication();
            if (name != null && !known.contains(name)) {
                advice.add(
                        Fault.advice("smtpRoutes[" + i + "].authentication", Wording.of("config.login.missing", name)));
            }
        }
        return advice;
    }
}
