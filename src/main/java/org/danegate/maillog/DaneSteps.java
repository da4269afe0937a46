package org.danegate.maillog;

import java.util.ArrayList;
import java.util.List;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.HostChoice;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.answer.Answer;
import org.danegate.policy.DaneSupport;
import org.jspecify.annotations.Nullable;

/// The steps to a verdict as lines at Debug: the DNS result of each host, what it allows, the result of each
/// certificate, and the action. No lines for destinations without DANE.
final class DaneSteps {

    private DaneSteps() {}

    static List<String> of(Evidence evidence) {
        if (evidence.support() == DaneSupport.NONE) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        String domain = evidence.destination();
        String mx = evidence.domain() == null
                ? chosen(evidence)
                : word(evidence.domain().mx());
        lines.add("DANE check for " + domain + ": " + evidence.support().label() + ", MX " + mx);
        if (evidence.route() != null) {
            lines.add("DANE check for " + domain + ": SMTP route " + evidence.route());
        }
        for (HostResult host : evidence.hosts()) {
            lines.addAll(of(host, "DANE check for " + domain + ": host " + host.host()));
        }
        lines.add("DANE verdict for " + domain + ": " + evidence.action().name().replace('_', ' ') + ", "
                + evidence.reason());
        return lines;
    }

    /// The MX column along an SMTP route.
    private static String chosen(Evidence evidence) {
        return evidence.hosts().stream()
                .map(host -> switch (host.choice()) {
                    case HostChoice.Configured configured -> "configured";
                    case HostChoice.ByMx by -> by.status() + " (" + by.domain().domain() + ")";
                    case null -> "not asked";
                })
                .findFirst()
                .orElse("not asked");
    }

    private static List<String> of(HostResult host, String check) {
        List<String> lines = new ArrayList<>();
        lines.add(check + dns(host.dns()) + ", " + plan(host.plan()));
        for (AddressResult address : host.addresses()) {
            lines.add(check + " at " + address.address().getHostAddress() + ": " + verdict(address));
        }
        return lines;
    }

    private static String dns(@Nullable HostEvidence host) {
        if (host == null) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        text.append(", A ").append(word(host.ipv4())).append(", AAAA ").append(word(host.ipv6()));
        host.tlsa()
                .forEach(lookup -> text.append(", TLSA at ")
                        .append(lookup.baseDomain())
                        .append(' ')
                        .append(word(lookup.answer())));
        return text.toString();
    }

    private static String word(@Nullable Answer<?> answer) {
        return answer == null ? "not asked" : answer.status().name();
    }

    private static String plan(DanePlan plan) {
        String what = switch (plan) {
            case DanePlan.NotAsked p -> "no DANE";
            case DanePlan.FallBack p -> "fall back to TLS Support";
            case DanePlan.EncryptOnly p -> "TLS without a check of the certificate";
            case DanePlan.Authenticate p ->
                "authenticate by " + p.usable().size() + " TLSA records, SNI " + p.baseDomain();
            case DanePlan.Refuse p -> "do not connect";
        };
        return what + ": " + plan.reason();
    }

    private static String verdict(AddressResult address) {
        DaneVerdict verdict = address.verdict();
        return verdict == null ? address.outcome() : verdict.reason();
    }
}
