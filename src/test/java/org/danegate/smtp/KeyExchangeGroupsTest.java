package org.danegate.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.danegate.smtp.PeerOffers.Offer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KeyExchangeGroupsTest {

    private static final String HYBRID = "X25519MLKEM768";
    private static final List<String> OF_25 = List.of("x25519", "secp256r1", "secp384r1", "secp521r1", "x448");
    private static final List<String> OF_27 =
            List.of("X25519MLKEM768", "x25519", "secp256r1", "secp384r1", "secp521r1", "x448");

    @Test
    @Tag("KX-01")
    void a_hybrid_group_is_offered_first_as_soon_as_the_platform_has_it() {
        List<String> supported = new ArrayList<>(OF_27);
        supported.addAll(List.of("SecP256r1MLKEM768", "SecP384r1MLKEM1024"));
        KeyExchangeGroups groups = KeyExchangeGroups.of(OF_27, supported, true);
        assertThat(groups.everything()).isEqualTo(OF_27);
        assertThat(groups.quick()).containsExactly(HYBRID, "x25519");
        assertThat(groups.classical()).isEqualTo(OF_25);
        assertThat(KeyExchangeGroups.of(OF_25, supported, true).everything())
                .as("known, but not among those offered by itself")
                .isEqualTo(OF_27);
        List<String> last = new ArrayList<>(OF_25);
        last.add(HYBRID);
        assertThat(KeyExchangeGroups.of(last, last, true).everything()).isEqualTo(OF_27);
    }

    @Test
    @Tag("KX-02")
    void classical_leaves_every_hybrid_group_out() {
        List<String> all = new ArrayList<>(OF_27);
        all.add("SecP256r1MLKEM768");
        KeyExchangeGroups groups = KeyExchangeGroups.of(all, all, false);
        assertThat(groups.everything()).isEqualTo(OF_25);
        assertThat(groups.classical()).isEqualTo(OF_25);
        assertThat(groups.quick()).containsExactly("x25519", "x448");
        assertThat(groups.isLarge(Offer.EVERYTHING)).isFalse();
    }

    @Test
    @Tag("KX-01")
    void without_a_hybrid_group_the_offer_is_as_ever() {
        KeyExchangeGroups groups = KeyExchangeGroups.of(OF_25, OF_25, true);
        assertThat(groups.everything()).isEqualTo(OF_25);
        assertThat(groups.quick()).containsExactly("x25519", "x448");
        assertThat(groups.isLarge(Offer.QUICK)).isFalse();
        assertThat(groups.isLarge(Offer.EVERYTHING)).isFalse();
    }

    @Test
    @Tag("KX-01")
    void groups_that_an_administrator_of_the_platform_set_are_followed() {
        List<String> set = List.of("secp384r1");
        KeyExchangeGroups groups = KeyExchangeGroups.of(set, set, true);
        assertThat(groups.everything()).isEqualTo(set);
        assertThat(groups.quick()).isEqualTo(set);
        List<String> hybridOnly = Collections.singletonList(HYBRID);
        assertThat(KeyExchangeGroups.of(hybridOnly, hybridOnly, true).quick()).isEqualTo(hybridOnly);
    }

    @Test
    @Tag("KX-01")
    void the_platform_of_this_test_is_followed() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        List<String> supported = List.of(context.getSupportedSSLParameters().getNamedGroups());
        assertThat(KeyExchangeGroups.hasHybrid()).isEqualTo(supported.contains(HYBRID));
        assertThat(KeyExchangeGroups.hybridFirst().everything())
                .containsAll(List.of(context.getDefaultSSLParameters().getNamedGroups()));
        assertThat(KeyExchangeGroups.hybridFirst().quick()).contains("x25519");
    }
}
