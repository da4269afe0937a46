package org.danegate.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.danegate.policy.SyslogPush;
import org.danegate.policy.SyslogPush.Facility;
import org.danegate.policy.SyslogPush.Form;
import org.danegate.policy.SyslogPush.Framing;
import org.danegate.policy.SyslogPush.Protocol;
import org.junit.jupiter.api.Test;

class SyslogFormTest {

    private static final Instant AT = Instant.parse("2019-02-05T13:20:03.25Z");
    private static final SyslogMessage LINE =
            new SyslogMessage(AT, 6, "Info", "mail_logs", "MAIL", "Message finished MID 6 done");

    @Test
    void the_appliance_writes_no_host_and_pads_the_day() {
        assertThat(text(Form.APPLIANCE, Facility.LOCAL4, LINE))
                .isEqualTo("<166>Feb  5 13:20:03 mail_logs: Info: Message finished MID 6 done");
        assertThat(text(Form.APPLIANCE_WITH_HOST, Facility.USER, LINE))
                .isEqualTo("<14>Feb  5 13:20:03 gate.example.com mail_logs: Info: Message finished MID 6 done");
    }

    @Test
    void a_consolidated_event_has_no_level() {
        SyslogMessage event = new SyslogMessage(AT, 6, "", "consolidated_event", "CONSOLIDATED", "CEF:0|a");
        assertThat(text(Form.APPLIANCE, Facility.LOCAL4, event))
                .isEqualTo("<166>Feb  5 13:20:03 consolidated_event: CEF:0|a");
    }

    @Test
    void rfc_5424_names_year_and_zone_and_says_that_the_text_is_utf_8() {
        assertThat(text(Form.RFC5424, Facility.LOCAL4, LINE))
                .isEqualTo("<166>1 2019-02-05T13:20:03.250+00:00 gate.example.com mail_logs - MAIL - "
                        + "\uFEFFMessage finished MID 6 done");
        assertThat(new String(
                        new SyslogForm(settings(Form.RFC5424, Facility.LOCAL4, 8192), "h", ZoneId.of("Europe/Madrid"))
                                .octets(LINE),
                        StandardCharsets.UTF_8))
                .startsWith("<166>1 2019-02-05T14:20:03.250+01:00 h ");
    }

    @Test
    void a_long_message_is_cut_between_two_characters() {
        SyslogMessage euros = new SyslogMessage(AT, 4, "Warning", "mail_logs", "MAIL", "€".repeat(400));
        byte[] octets =
                new SyslogForm(settings(Form.APPLIANCE, Facility.LOCAL4, 480), "h", ZoneOffset.UTC).octets(euros);
        assertThat(octets.length).isBetween(478, 480);
        assertThat(new String(octets, StandardCharsets.UTF_8)).endsWith("€").doesNotContain("\uFFFD");
    }

    private static String text(Form form, Facility facility, SyslogMessage message) {
        return new String(
                new SyslogForm(settings(form, facility, 8192), "gate.example.com", ZoneOffset.UTC).octets(message),
                StandardCharsets.UTF_8);
    }

    private static SyslogPush settings(Form form, Facility facility, int most) {
        return new SyslogPush("siem.example.com", 514, Protocol.UDP, Framing.LINE_FEED, form, facility, most, "", null);
    }
}
