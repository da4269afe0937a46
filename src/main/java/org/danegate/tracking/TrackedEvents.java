package org.danegate.tracking;

import java.util.ArrayList;
import java.util.List;
import org.danegate.dane.Evidence;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Trouble;
import org.danegate.monitor.DaneResult;
import org.danegate.monitor.Reason;
import org.jspecify.annotations.Nullable;

/// What is remembered of events.
final class TrackedEvents {

    private TrackedEvents() {}

    static TrackedEvent delivered(DeliveryEvent.RecipientDelivered e, TrackedEvent.@Nullable Via via) {
        return new TrackedEvent(e.at(), TrackedEvent.Kind.DELIVERED, e.rid(), e.destination(), via, null, e.response());
    }

    static TrackedEvent delayed(DeliveryEvent.RecipientDelayed e, TrackedEvent.@Nullable Via via) {
        return new TrackedEvent(
                e.at(),
                TrackedEvent.Kind.SOFT_BOUNCED,
                e.rid(),
                e.destination(),
                via,
                reason(e.trouble()),
                e.trouble().text());
    }

    static TrackedEvent bounced(DeliveryEvent.RecipientBounced e, TrackedEvent.@Nullable Via via) {
        return new TrackedEvent(
                e.at(),
                e.expired() ? TrackedEvent.Kind.EXPIRED : TrackedEvent.Kind.HARD_BOUNCED,
                e.rid(),
                e.destination(),
                via,
                reason(e.trouble()),
                e.trouble().text());
    }

    static TrackedEvent dropped(DeliveryEvent.RecipientDropped e) {
        return new TrackedEvent(e.at(), TrackedEvent.Kind.DROPPED, e.rid(), e.destination(), null, null, "");
    }

    static List<TrackedEvent> deleted(DeliveryEvent.RecipientsDeleted e) {
        return e.rids().stream()
                .map(rid -> new TrackedEvent(e.at(), TrackedEvent.Kind.DELETED, rid, e.destination(), null, null, ""))
                .toList();
    }

    static TrackedEvent notified(DeliveryEvent.NotificationGenerated e) {
        return new TrackedEvent(e.at(), TrackedEvent.Kind.NOTIFIED, -1, "", null, null, e.kind() + ": MID " + e.mid());
    }

    static TrackedEvent signed(DeliveryEvent.MessageSigned e) {
        String why = e.failure();
        TrackedEvent.Kind kind = why == null ? TrackedEvent.Kind.SIGNED : TrackedEvent.Kind.NOT_SIGNED;
        return new TrackedEvent(e.at(), kind, -1, "", null, null, why == null ? e.profile() + ": " + e.text() : why);
    }

    static TrackedEvent deferred(DeliveryEvent.RecipientsDeferred e) {
        return new TrackedEvent(
                e.at(),
                TrackedEvent.Kind.DEFERRED,
                -1,
                e.destination(),
                null,
                reason(e.trouble()),
                e.trouble().text());
    }

    static DaneResult dane(DeliveryEvent.AttemptEnded e) {
        return DaneResult.of(e.evidence());
    }

    /// An attempt: a line for each host and each address of it, and the verdict.
    static TrackedEvent attempt(DeliveryEvent.AttemptEnded e) {
        List<String> lines = new ArrayList<>();
        for (Evidence.HostResult host : e.evidence().hosts()) {
            if (host.addresses().isEmpty()) {
                lines.add(host.host() + ": " + host.outcome());
            }
            for (Evidence.AddressResult address : host.addresses()) {
                lines.add(host.host() + " (" + address.address().getHostAddress() + " port " + address.port() + ")"
                        + tls(address.tls()) + ": " + address.outcome());
            }
        }
        String verdict = "DANE " + dane(e).label() + ": " + e.evidence().reason();
        if (e.trouble() != null && !verdict.contains(e.trouble().text())) {
            lines.add(e.trouble().text());
        }
        lines.add(verdict);
        return new TrackedEvent(
                e.at(),
                TrackedEvent.Kind.ATTEMPT,
                -1,
                e.destination(),
                null,
                e.trouble() == null ? null : reason(e.trouble()),
                String.join("\n", lines));
    }

    private static @Nullable String reason(Trouble trouble) {
        Reason reason = Reason.of(trouble);
        return reason == Reason.OTHER ? null : reason.name();
    }

    private static String tls(Evidence.@Nullable TlsFacts tls) {
        return tls == null || tls.cipher().isEmpty() ? "" : ", " + tls.protocol() + " " + tls.cipher();
    }
}
