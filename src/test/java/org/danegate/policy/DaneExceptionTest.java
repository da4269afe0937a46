package org.danegate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.danegate.address.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaneExceptionTest {

    private static final DomainName DOMAIN = DomainName.parse("sub.example.org");

    private static DaneException exception(DaneSupport support) {
        return new DaneException(DOMAIN, support, Instant.parse("2026-01-01T00:00:00Z"), "", "ana");
    }

    private static DestinationControls demanding(DaneSupport support, DaneException exception) {
        DestinationEntry entry = DestinationEntry.of(DomainPattern.parse(".example.org"), TlsSupport.REQUIRED, support)
                .with(DestinationSetting.CONCURRENT_CONNECTIONS, 7);
        return new DestinationControls(
                        DestinationProfile.defaults(), List.of(entry), new DestinationControls.Global(null, false))
                .with(Map.of(exception.domain(), exception));
    }

    @ParameterizedTest(name = "{0} with an exception to {1}: {2}")
    @CsvSource({
        "MANDATORY, NONE, NONE",
        "MANDATORY, OPPORTUNISTIC, OPPORTUNISTIC",
        "OPPORTUNISTIC, NONE, NONE",
        "OPPORTUNISTIC, OPPORTUNISTIC, OPPORTUNISTIC",
        "NONE, OPPORTUNISTIC, NONE",
        "NONE, NONE, NONE"
    })
    void an_exception_lowers_what_is_demanded_and_never_raises_it(
            DaneSupport demanded, DaneSupport exception, DaneSupport inForce) {
        DestinationControls.Effective effective =
                demanding(demanded, exception(exception)).effectiveFor(DOMAIN);

        assertThat(effective.profile().dane()).isEqualTo(inForce);
        assertThat(effective.exception() != null).isEqualTo(demanded != inForce);
    }

    @Test
    void everything_else_stays_as_the_matching_entry_says_and_other_domains_stay_as_they_are() {
        DestinationControls controls = demanding(DaneSupport.MANDATORY, exception(DaneSupport.NONE));

        DestinationControls.Effective effective = controls.effectiveFor(DOMAIN);
        assertThat(effective.profile().tls()).isEqualTo(TlsSupport.REQUIRED);
        assertThat(effective.profile().concurrentConnections()).isEqualTo(7);
        assertThat(String.valueOf(effective.entry().pattern())).isEqualTo(".example.org");
        assertThat(controls.effectiveFor(DomainName.parse("a.sub.example.org"))
                        .profile()
                        .dane())
                .isEqualTo(DaneSupport.MANDATORY);
    }

    @Test
    void an_exception_cannot_demand_dane() {
        assertThatThrownBy(() -> exception(DaneSupport.MANDATORY)).isInstanceOf(IllegalArgumentException.class);
    }
}
