package org.danegate.practice;

import static org.danegate.practice.PracticeStory.Ending.DANE_FAIL;
import static org.danegate.practice.PracticeStory.Ending.DANE_SUCCESS;
import static org.danegate.practice.PracticeStory.Ending.FALLBACK_TLS;

/// The stories about MTA-STS policies. Their endings are those without MTA-STS Support; `docs/practice-network.md` has
/// those with it.
final class StsStories {

    private static final long WEEK = 604_800;

    private final StoryBook book;
    private final PracticeStage stage;

    StsStories(StoryBook book) {
        this.book = book;
        this.stage = book.stage();
    }

    void policies() {
        tell("sts-enforce.practice", "a policy in mode enforce that is met", "enforce", "mx.sts-enforce.practice");
        reports("sts-enforce.practice", "https://mta-sts.sts-enforce.practice:" + stage.webPort() + "/tls-reports");
        reports("ok.practice", "mailto:tls-reports@ok.practice");
        tell(
                "sts-wrong-host.practice",
                "a policy in mode enforce that names another host",
                "enforce",
                "*.elsewhere.practice");
        tell(
                "sts-testing.practice",
                "a policy in mode testing that names another host",
                "testing",
                "*.elsewhere.practice");
        book.tell(
                "sts-self-signed.practice",
                "a policy in mode enforce, a certificate that nobody issued",
                DANE_FAIL,
                FALLBACK_TLS,
                (d, n) -> {
                    PracticeCertificate own = stage.certificates().selfSigned("mx." + d);
                    stage.receiver("mx." + d, n, own, ReceiverBehaviour.good());
                    stage.zone(d, ZoneStyle.UNSIGNED, n);
                    publish(d, WebPage.policy("enforce", WEEK, "mx." + d));
                });
        book.tell(
                "sts-and-dane.practice",
                "3 1 1 matches; a policy in mode enforce names another host",
                DANE_SUCCESS,
                (d, n) -> {
                    book.good(d, n);
                    publish(d, WebPage.policy("enforce", WEEK, "*.elsewhere.practice"));
                });
        tell("sts-no-policy.practice", "a record of a policy, but the page is missing", "", "");
        stage.web("sts-no-policy.practice").show(WebPage.status(404));
    }

    private void tell(String domain, String title, String mode, String mx) {
        book.tell(domain, title, DANE_FAIL, FALLBACK_TLS, (d, n) -> {
            stage.receiver("mx." + d, n, stage.certificates().leaf("mx." + d), ReceiverBehaviour.good());
            stage.zone(d, ZoneStyle.UNSIGNED, n);
            publish(d, WebPage.policy(mode, WEEK, mx));
        });
    }

    /// The domain asks for TLS reports.
    private void reports(String domain, String uri) {
        stage.tree().zone(domain).add("_smtp._tls." + domain, "TXT", "\"v=TLSRPTv1; rua=" + uri + "\"");
    }

    private void publish(String domain, WebPage policy) {
        stage.tree().zone(domain).add("_mta-sts." + domain, "TXT", "\"v=STSv1; id=practice1;\"");
        stage.publish(domain, policy);
    }
}
