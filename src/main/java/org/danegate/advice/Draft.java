package org.danegate.advice;

import org.danegate.address.DomainName;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.MtaStsSupport;
import org.danegate.policy.TlsSupport;
import org.danegate.wording.Wording;

/// A change that an advice proposes, in the domain's own entry of Destination Controls.
public sealed interface Draft {

    /// Another DANE Support.
    record Dane(DaneSupport support) implements Draft {}

    /// Another TLS Support.
    record Tls(TlsSupport support) implements Draft {}

    /// MTA-STS Support Opportunistic.
    record MtaSts() implements Draft {}

    /// The domain's own DANE Support is removed: that of the other entries or of Default applies.
    record InheritDane() implements Draft {}

    /// The domain's own TLS Support is removed.
    record InheritTls() implements Draft {}

    /// The table with the change. A missing entry is made as a copy of the one that applied, so that nothing else
    /// changes for the domain.
    default DestinationControls in(DestinationControls controls, DomainName domain) {
        return switch (this) {
            case Dane d -> controls.withOwn(domain, DestinationSetting.DANE, d.support());
            case Tls d -> controls.withOwn(domain, DestinationSetting.TLS, d.support());
            case MtaSts d -> controls.withOwn(domain, DestinationSetting.MTA_STS, MtaStsSupport.OPPORTUNISTIC);
            case InheritDane d -> controls.withOwn(domain, DestinationSetting.DANE, null);
            case InheritTls d -> controls.withOwn(domain, DestinationSetting.TLS, null);
        };
    }

    /// Whether a table has the change already.
    default boolean isIn(DestinationControls controls, DomainName domain) {
        return profile(controls, domain).equals(controls.effectiveFor(domain).profile());
    }

    /// What mail to the domain would be subject to.
    default DestinationProfile profile(DestinationControls controls, DomainName domain) {
        return in(controls, domain).effectiveFor(domain).profile();
    }

    /// The change in words.
    default Wording wording() {
        return switch (this) {
            case Dane d -> Wording.of("advice.draft.dane", value(d.support()));
            case Tls d -> Wording.of("advice.draft.tls", value(d.support()));
            case MtaSts d -> Wording.of("advice.draft.sts", value(MtaStsSupport.OPPORTUNISTIC));
            case InheritDane d -> Wording.of("advice.draft.inherit-dane");
            case InheritTls d -> Wording.of("advice.draft.inherit-tls");
        };
    }

    private static Wording value(Enum<?> support) {
        return Wording.of("advice.value." + support.name());
    }
}
