package org.danegate.config;

import java.util.ArrayList;
import java.util.List;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.Policy;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// Gives advice when a policy names a certificate that is not installed. It is not a fault: a policy may be committed
/// before its certificate is installed, and mail flows without it.
final class CertificateAdvice {

    private CertificateAdvice() {}

    /// @param installed names of the installed certificates
    static List<Fault> of(Policy policy, List<String> installed) {
        List<Fault> advice = new ArrayList<>();
        String global = policy.destinationControls().global().certificate();
        if (missing(global, installed)) {
            advice.add(Fault.advice(
                    "destinationControls.global.certificate",
                    Wording.of("config.certificate.client", String.valueOf(global))));
        }
        for (int i = 0; i < policy.listeners().size(); i++) {
            ListenerSettings listener = policy.listeners().get(i);
            if (listener.tls() != ListenerTls.NONE && missing(listener.certificate(), installed)) {
                advice.add(Fault.advice(
                        "listeners[" + i + "].certificate",
                        Wording.of("config.certificate.server", String.valueOf(listener.certificate()))));
            }
        }
        for (int i = 0; i < policy.logSubscriptions().size(); i++) {
            LogSubscription log = policy.logSubscriptions().get(i);
            String presented = log.syslog().certificate();
            if (log.pushes() && missing(presented, installed)) {
                advice.add(Fault.advice(
                        "logSubscriptions[" + i + "].syslogCertificate",
                        Wording.of("config.certificate.log", String.valueOf(presented))));
            }
        }
        return advice;
    }

    private static boolean missing(@Nullable String name, List<String> installed) {
        return name != null && !installed.contains(name);
    }
}
