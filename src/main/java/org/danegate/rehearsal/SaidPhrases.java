package org.danegate.rehearsal;

import java.util.List;
import org.danegate.wording.Wording;

/// The phrases in which the rooms that decide say why, with marks for what is different each time. A phrase comes
/// before
/// those that it begins like.
final class SaidPhrases {

    /// Marks in the order of the places.
    static final List<String> MARKS = List.of("\u0001", "\u0002", "\u0003");

    private static final String ONE = MARKS.get(0);
    private static final String TWO = MARKS.get(1);
    private static final String THREE = MARKS.get(2);

    static final List<Wording> ALL = List.of(
            Wording.of("rehearsal.said.plan.none"),
            Wording.of("rehearsal.said.plan.mx-bogus", ONE),
            Wording.of("rehearsal.said.plan.mx-failed", ONE),
            Wording.of("rehearsal.said.plan.mx-insecure-and", ONE, TWO),
            Wording.of("rehearsal.said.plan.mx-insecure", ONE),
            Wording.of("rehearsal.said.plan.address-insecure", ONE),
            Wording.of("rehearsal.said.plan.address-bogus", ONE, TWO),
            Wording.of("rehearsal.said.plan.address-failed", ONE, TWO),
            Wording.of("rehearsal.said.plan.no-address", ONE),
            Wording.of("rehearsal.said.plan.tlsa-not-asked", ONE),
            Wording.of("rehearsal.said.plan.tlsa-bogus", ONE, TWO),
            Wording.of("rehearsal.said.plan.tlsa-failed", ONE, TWO),
            Wording.of("rehearsal.said.plan.tlsa-none", ONE),
            Wording.of("rehearsal.said.plan.tlsa-insecure", ONE),
            Wording.of("rehearsal.said.plan.tlsa-many", ONE, TWO),
            Wording.of("rehearsal.said.plan.secure"),
            Wording.of("rehearsal.said.plan.unusable-tls", ONE),
            Wording.of("rehearsal.said.plan.unusable", ONE),
            Wording.of("rehearsal.said.plan.route"),
            Wording.of("rehearsal.said.plan.literal"),
            Wording.of("rehearsal.said.certificate.matches", ONE),
            Wording.of("rehearsal.said.certificate.matches-not", ONE),
            Wording.of("rehearsal.said.certificate.leads", ONE),
            Wording.of("rehearsal.said.certificate.no-issuer", ONE),
            Wording.of("rehearsal.said.certificate.names", ONE, TWO),
            Wording.of("rehearsal.said.certificate.names-public", ONE, TWO),
            Wording.of("rehearsal.said.certificate.no-chain", ONE),
            Wording.of("rehearsal.said.certificate.expired"),
            Wording.of("rehearsal.said.certificate.early"),
            Wording.of("rehearsal.said.certificate.unreadable"),
            Wording.of("rehearsal.said.certificate.unreadable-because", ONE),
            Wording.of("rehearsal.said.certificate.none"),
            Wording.of("rehearsal.said.certificate.too-large"),
            Wording.of("rehearsal.said.certificate.no-authority"),
            Wording.of("rehearsal.said.certificate.may-not-sign"),
            Wording.of("rehearsal.said.certificate.issuer-purpose"),
            Wording.of("rehearsal.said.certificate.critical"),
            Wording.of("rehearsal.said.certificate.purpose"),
            Wording.of("rehearsal.said.certificate.no-path-because", ONE),
            Wording.of("rehearsal.said.certificate.no-path"),
            Wording.of("rehearsal.said.certificate.many-ways"),
            Wording.of("rehearsal.said.certificate.constraints"),
            Wording.of("rehearsal.said.certificate.long-path"),
            Wording.of("rehearsal.said.certificate.forbidden"),
            Wording.of("rehearsal.said.certificate.record", ONE, TWO),
            Wording.of("rehearsal.said.tls.compulsory"),
            Wording.of("rehearsal.said.tls.not-offered"),
            Wording.of("rehearsal.said.tls.answered", ONE),
            Wording.of("rehearsal.said.tls.handshake", ONE),
            Wording.of("rehearsal.said.tls.broke-off", ONE),
            Wording.of("rehearsal.said.tls.no-certificate"),
            Wording.of("rehearsal.said.tls.clear-text"),
            Wording.of("rehearsal.said.connection.greeting", ONE),
            Wording.of("rehearsal.said.connection.ehlo", ONE),
            Wording.of("rehearsal.said.connection.closed"),
            Wording.of("rehearsal.said.connection.timeout"),
            Wording.of("rehearsal.said.connection.refused"),
            Wording.of("rehearsal.said.connection.reset"),
            Wording.of("rehearsal.said.connection.no-route"),
            Wording.of("rehearsal.said.connection.from", ONE, TWO, THREE),
            Wording.of("rehearsal.said.routing.bogus-mx", ONE, TWO),
            Wording.of("rehearsal.said.routing.soft-error", ONE, TWO),
            Wording.of("rehearsal.said.routing.hard-error", ONE),
            Wording.of("rehearsal.said.routing.null-mx"),
            Wording.of("rehearsal.said.routing.loops"),
            Wording.of("rehearsal.said.routing.no-mx", ONE, TWO),
            Wording.of("rehearsal.said.routing.no-literal", ONE),
            Wording.of("rehearsal.said.routing.family", ONE, TWO, THREE),
            Wording.of("rehearsal.said.routing.neither", ONE),
            Wording.of("rehearsal.said.routing.unusable", ONE, TWO, THREE),
            Wording.of("rehearsal.said.routing.leads-back", ONE, TWO),
            Wording.of("rehearsal.said.routing.this-gateway", ONE, TWO),
            Wording.of("rehearsal.said.routing.mx-self", ONE),
            Wording.of("rehearsal.said.routing.mx-no-sooner", ONE),
            Wording.of("rehearsal.said.routing.mx-null", ONE),
            Wording.of("rehearsal.said.routing.mx-address", ONE),
            Wording.of("rehearsal.said.routing.mx-no-name", ONE),
            Wording.of("rehearsal.said.routing.no-address", ONE),
            Wording.of("rehearsal.said.dns.expired-because", ONE, TWO, THREE),
            Wording.of("rehearsal.said.dns.expired", ONE, TWO),
            Wording.of("rehearsal.said.dns.early-because", ONE, TWO),
            Wording.of("rehearsal.said.dns.early", ONE),
            Wording.of("rehearsal.said.dns.missing-because", ONE, TWO),
            Wording.of("rehearsal.said.dns.missing", ONE),
            Wording.of("rehearsal.said.dns.invalid"),
            Wording.of("rehearsal.said.dns.unreadable"),
            Wording.of("rehearsal.said.dns.neither"),
            Wording.of("rehearsal.said.dns.asking", ONE, TWO),
            Wording.of("rehearsal.said.dns.server-timeout", ONE, TWO, THREE),
            Wording.of("rehearsal.said.dns.server-refused", ONE, TWO),
            Wording.of("rehearsal.said.dns.answered", ONE, TWO, THREE));

    private SaidPhrases() {}
}
