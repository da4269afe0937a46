package org.danegate.tlsrpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.danegate.dane.Course.Halt;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.Evidence.TlsFacts;
import org.danegate.dane.HostChoice;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.event.DialedSession;
import org.danegate.sts.StsMode;
import org.danegate.sts.StsPlan;
import org.danegate.sts.StsTrouble;
import org.danegate.sts.StsVerdict;
import org.danegate.sts.StsVerdict.Cause;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the facts of one session count as, by the vectors of the reference.
class SessionRulesTest {

    /// Columns: DANE plan, MTA-STS mode, whether the policy names the host, what came of TLS, and the rows:
    /// policy type, then `+` or `-` and result types.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            s01 | none         | enforce | yes | good         | sts+
            s02 | none         | enforce | yes | expired      | sts-certificate-expired
            s03 | none         | enforce | yes | name         | sts-certificate-host-mismatch
            s03b| none         | enforce | yes | untrusted    | sts-certificate-not-trusted
            s04 | none         | enforce | yes | no-starttls  | sts-starttls-not-supported
            s04b| none         | enforce | yes | handshake    | sts-validation-failure
            s06 | none         | testing | no  | good         | sts-validation-failure
            s07 | none         | none    | yes | bad          | no-policy-found+
            s08 | matches      | none    | yes | good         | tlsa+
            s09 | mismatch     | none    | yes | dane         | tlsa-validation-failure
            s11 | unusable     | enforce | yes | good         | tlsa-tlsa-invalid sts+
            s12 | unusable     | testing | yes | no-starttls  | tlsa-tlsa-invalid,starttls-not-supported sts-starttls-not-supported
            s13 | matches      | enforce-not-asked | no  | good | tlsa+
            s18 | none         | none    | yes | no-starttls  | no-policy-found-starttls-not-supported
            s19 | none         | none    | yes | good         | no-policy-found+
            d1  | matches      | none    | yes | no-starttls  | tlsa-starttls-not-supported
            d2  | matches      | none    | yes | refused      | tlsa-starttls-not-supported
            d3  | matches      | none    | yes | handshake    | tlsa-validation-failure
            d4  | ta-path      | none    | yes | dane         | tlsa-certificate-not-trusted
            d5  | ta-expired   | none    | yes | dane         | tlsa-certificate-expired
            d6  | ta-name      | none    | yes | dane         | tlsa-certificate-host-mismatch
            d7  | none         | none    | yes | handshake    | no-policy-found-validation-failure
            """)
    @Tag("R-13")
    @Tag("R-14")
    @Tag("R-16")
    @Tag("u04")
    void a_session_counts_under_the_policies_that_applied(
            String name, String dane, String sts, String named, String tls, String expected) {
        assertThat(rows(SessionRules.of(session(dane, sts, named.equals("yes"), tls))))
                .isEqualTo(expected);
    }

    @Test
    @Tag("s16")
    void a_record_that_is_gone_is_a_failure_of_its_own_beside_the_session() {
        StsTrouble gone = new StsTrouble(StsTrouble.Kind.RECORD, "no-record", "no MTA-STS record");
        StsPlan plan = StsPlan.of(Sessions.policy(StsMode.ENFORCE, "*.example.net", gone), Sessions.HOST);
        HostResult host = Sessions.host(
                Sessions.dns(null),
                new DanePlan.FallBack("no TLSA record"),
                plan,
                List.of(Sessions.result(null, null, null, new StsVerdict.Success("good"))));
        assertThat(rows(SessionRules.of(Sessions.session(host, null, ""))))
                .isEqualTo("sts-sts-policy-fetch-error sts+");
    }

    @Test
    @Tag("R-10")
    @Tag("u05")
    void what_does_not_reach_ehlo_or_does_not_want_tls_is_not_counted() {
        HostResult host = session("none", "none", true, "good").host();
        assertThat(SessionRules.of(new DialedSession(Sessions.AT, host, false, null, "", false)))
                .isEmpty();
    }

    @Test
    @Tag("u07")
    void mail_that_asks_to_ignore_policies_is_not_counted() {
        HostResult host = session("none", "none", true, "good").host();
        assertThat(SessionRules.of(new DialedSession(Sessions.AT, host, true, null, "", true)))
                .isEmpty();
    }

    @Test
    @Tag("R-03")
    @Tag("R-04")
    void hosts_of_a_route_are_reported_under_their_own_name_and_addresses_not_at_all() {
        HostResult known = session("none", "none", true, "good").host();
        HostResult routed = new HostResult(
                known.host(),
                known.dns(),
                known.plan(),
                known.addresses(),
                "",
                new HostChoice.Configured(Sessions.HOST),
                known.sts());
        HostResult address =
                new HostResult(known.host(), known.dns(), known.plan(), known.addresses(), "", null, known.sts());
        assertThat(SessionRules.of(Sessions.session(routed, null, "")))
                .singleElement()
                .satisfies(c -> assertThat(c.domain()).isEqualTo(Sessions.HOST));
        assertThat(SessionRules.of(Sessions.session(address, null, ""))).isEmpty();
    }

    @Test
    @Tag("u02")
    @Tag("R-19")
    void a_session_counts_for_the_utc_day_that_it_began_in() {
        assertThat(SessionRules.of(session("none", "none", true, "good")))
                .singleElement()
                .satisfies(c -> assertThat(c.day()).isEqualTo(LocalDate.of(2026, 11, 27)));
    }

    @Test
    void a_policy_of_dane_has_its_records_sorted_and_the_host() {
        TlsaRecord other = new TlsaRecord(2, 0, 1, new byte[32]);
        HostResult host = Sessions.host(
                Sessions.dns(Sessions.tlsa(Sessions.TLSA, other)),
                Sessions.authenticate(),
                Sessions.noSts(),
                List.of(Sessions.result(null, null, null, null)));
        assertThat(SessionRules.of(Sessions.session(host, null, "")))
                .singleElement()
                .satisfies(c -> {
                    assertThat(c.policy().text())
                            .containsExactly("2 0 1 " + "00".repeat(32), "3 1 1 8D02536C887482BC34FF54E41D2BA659");
                    assertThat(c.policy().domain()).isEqualTo("mx.example.net");
                    assertThat(c.policy().mxHosts()).containsExactly("mx.example.net");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "'TLS handshake failed: Received fatal alert: handshake_failure (the server …)', tls-alert-40",
        "'TLS handshake failed: (protocol_version) Received fatal alert: protocol_version', tls-alert-70",
        "clear text came between STARTTLS and the handshake, cleartext-after-220",
        "TLS handshake broke off: Connection reset, handshake"
    })
    void codes_are_short_and_stable(String reason, String code) {
        DialedSession failed = new DialedSession(
                Sessions.AT, session("none", "none", true, "handshake").host(), false, Halt.HANDSHAKE, reason, false);
        assertThat(SessionRules.of(failed).getFirst().failures())
                .containsExactly(
                        new FailureDetail(ResultType.VALIDATION_FAILURE, "mx.example.net", "198.51.100.7", code));
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.5, 203.0.113.5", "192.168.1.5, ''", "127.0.0.1, ''", "fd00::5, ''"})
    void our_address_is_reported_unless_it_is_private(String local, String reported) throws Exception {
        DialedSession failed = new DialedSession(
                Sessions.AT,
                session("none", "none", true, "handshake").host(),
                false,
                Halt.HANDSHAKE,
                "broke off",
                InetAddress.getByName(local),
                false,
                List.of());
        assertThat(SessionRules.of(failed).getFirst().failures())
                .extracting(FailureDetail::sender)
                .containsExactly(reported);
    }

    private static DialedSession session(String dane, String sts, boolean named, String tls) {
        DanePlan plan = switch (dane) {
            case "none" -> new DanePlan.FallBack("no TLSA record");
            case "unusable" -> new DanePlan.EncryptOnly(Sessions.HOST, "none is usable");
            default -> Sessions.authenticate();
        };
        StsPlan stsPlan = switch (sts) {
            case "enforce" -> Sessions.applies(StsMode.ENFORCE, named);
            case "testing" -> Sessions.applies(StsMode.TESTING, named);
            default -> Sessions.noSts();
        };
        Halt halt = switch (tls) {
            case "no-starttls" -> Halt.NO_STARTTLS;
            case "refused" -> Halt.STARTTLS_REFUSED;
            case "handshake" -> Halt.HANDSHAKE;
            case "dane", "expired", "name", "untrusted" -> Halt.CERTIFICATE;
            default -> null;
        };
        HostEvidence dns = Sessions.dns(dane.equals("none") ? null : Sessions.tlsa(Sessions.TLSA));
        TlsFacts facts = Sessions.chain(Sessions.AT.plusSeconds(dane.equals("ta-expired") ? -1 : 1));
        return Sessions.session(
                Sessions.host(
                        dns,
                        plan,
                        stsPlan,
                        List.of(Sessions.result(facts, verdict(dane, halt), halt, sts(stsPlan, named, tls)))),
                halt,
                "");
    }

    private static @Nullable DaneVerdict verdict(String dane, @Nullable Halt halt) {
        DaneVerdict.Miss miss = switch (dane) {
            case "ta-path", "ta-expired" -> DaneVerdict.Miss.PATH;
            case "ta-name" -> DaneVerdict.Miss.NAME;
            default -> DaneVerdict.Miss.NO_RECORD;
        };
        return halt == null ? null : new DaneVerdict.Failed("failed", miss);
    }

    private static @Nullable StsVerdict sts(StsPlan plan, boolean named, String tls) {
        if (!(plan instanceof StsPlan.Apply policy)) {
            return null;
        }
        Cause cause = switch (tls) {
            case "no-starttls" -> Cause.NO_STARTTLS;
            case "handshake" -> Cause.HANDSHAKE;
            case "expired" -> Cause.CERTIFICATE_EXPIRED;
            case "name" -> Cause.CERTIFICATE_NAME;
            case "untrusted" -> Cause.CERTIFICATE_NOT_TRUSTED;
            default -> named ? null : Cause.MX_MISMATCH;
        };
        return cause == null
                ? new StsVerdict.Success("good")
                : new StsVerdict.Failed(cause, "failed", policy.enforced());
    }

    static String rows(List<SessionCount> counts) {
        List<String> rows = new ArrayList<>();
        for (SessionCount count : counts) {
            String types = count.failures().stream().map(f -> f.type().word()).collect(Collectors.joining(","));
            rows.add(count.policy().type().word() + (count.success() ? "+" : "-" + types));
        }
        return String.join(" ", rows);
    }
}
