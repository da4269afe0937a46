package org.danegate.network;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.danegate.dns.anchor.AnchorNews;
import org.danegate.dns.status.Capability;
import org.danegate.dns.status.ResolverNews;
import org.danegate.dns.status.ResolverReport;
import org.danegate.dns.status.ResolverWarning;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.Condition;
import org.danegate.event.DeliveryEvent.Weight;
import org.danegate.event.DeliveryEvents;
import org.danegate.wording.Wording;

/// Alerts administrators to problems of resolvers and trust anchors, so that they need not look at the page. A resolver
/// counts as silent after two failed probes in a row, because one lost packet is no problem. Each of its two sides is
/// called by one thread at a time.
final class DnsWatch implements ResolverNews, AnchorNews {

    private static final int PROBES = 2;
    private static final String ALL = "all resolvers";
    private static final String DNSSEC = "DNSSEC";

    private final DeliveryEvents events;
    private final InstantSource clock;
    private final Map<String, Integer> silent = new HashMap<>();
    private final Set<String> unable = new HashSet<>();
    private final Set<String> critical = new HashSet<>();

    DnsWatch(DeliveryEvents events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void probed(ResolverReport report) {
        List<Capability> servers = report.servers();
        Set<String> names = new HashSet<>();
        for (Capability one : servers) {
            names.add(one.server().name());
            answering(one);
            able(one, report.warnings());
        }
        gone(names);
        // Reported at each probe while it lasts: the alerts' damping spaces it out.
        boolean nobody = !names.isEmpty() && names.stream().allMatch(this::isSilent);
        if (nobody) {
            tellResolver(Weight.CRITICAL, ALL, Wording.of("dnsstatus.alert.no-resolver", String.join(", ", names)));
        }
        Optional<ResolverWarning> incapable = report.warnings().stream()
                .filter(w -> w.kind() == ResolverWarning.Kind.NONE_CAPABLE)
                .findFirst();
        incapable.ifPresent(w -> tellResolver(Weight.CRITICAL, DNSSEC, w.wording()));
        mended(ALL, nobody, "dnsstatus.alert.some-resolver");
        mended(DNSSEC, incapable.isPresent(), "dnsstatus.alert.some-pass");
    }

    /// Reports once that what was wrong with all resolvers together is so no longer.
    private void mended(String about, boolean wrong, String code) {
        if (wrong) {
            critical.add(about);
        } else if (critical.remove(about)) {
            tellResolver(Weight.INFORMATION, about, Wording.of(code));
        }
    }

    /// Forgets the servers that are no longer in the configuration, and reports that for those in trouble.
    private void gone(Set<String> names) {
        Set<String> left = new HashSet<>(unable);
        silent.keySet().stream().filter(this::isSilent).forEach(left::add);
        left.removeAll(names);
        left.forEach(name -> tellResolver(Weight.INFORMATION, name, Wording.of("dnsstatus.alert.resolver-gone", name)));
        silent.keySet().retainAll(names);
        unable.retainAll(names);
    }

    private void answering(Capability one) {
        String name = one.server().name();
        if (one.reachable()) {
            if (isSilent(name)) {
                tellResolver(Weight.INFORMATION, name, Wording.of("dnsstatus.alert.resolver-answers", name));
                // Whether it passes DNSSEC is reported once more: for its readers, its trouble is over.
                unable.remove(name);
            }
            silent.remove(name);
        } else if (silent.merge(name, 1, Integer::sum) == PROBES) {
            tellResolver(
                    Weight.WARNING,
                    name,
                    Wording.of("dnsstatus.alert.resolver-silent", name, String.valueOf(one.fault())));
        }
    }

    private void able(Capability one, List<ResolverWarning> warnings) {
        String name = one.server().name();
        if (one.capable()) {
            if (unable.remove(name)) {
                tellResolver(Weight.INFORMATION, name, Wording.of("dnsstatus.alert.resolver-passes", name));
            }
        } else if (one.incapable() && unable.add(name)) {
            Wording wording = warnings.stream()
                    .filter(w -> w.server().equals(name))
                    .map(ResolverWarning::wording)
                    .findFirst()
                    .orElseGet(() -> Wording.of("dnsstatus.alert.resolver-strips", name));
            tellResolver(Weight.WARNING, name, wording);
        }
    }

    @Override
    public void happened(Matter matter, String about, Wording wording) {
        Weight weight = switch (matter) {
            case EXPECTED -> Weight.INFORMATION;
            case UNUSUAL, PROBLEM -> Weight.WARNING;
            case NONE_TRUSTED -> Weight.CRITICAL;
        };
        tell(Condition.TRUST_ANCHOR, weight, about, wording);
    }

    private boolean isSilent(String server) {
        return silent.getOrDefault(server, 0) >= PROBES;
    }

    private void tellResolver(Weight weight, String about, Wording wording) {
        tell(Condition.RESOLVER, weight, about, wording);
    }

    private void tell(Condition condition, Weight weight, String about, Wording wording) {
        events.publish(new DeliveryEvent.ConditionSeen(clock.instant(), condition, weight, about, wording));
    }
}
