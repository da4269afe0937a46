package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.danegate.delivery.ScriptedPeer.Script;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.RecipientBounced;
import org.danegate.event.DeliveryEvent.RecipientDelayed;
import org.danegate.event.DeliveryEvent.RecipientDelivered;
import org.danegate.event.Trouble;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DomainPattern;
import org.danegate.practice.PracticeNetwork;
import org.danegate.queue.Envelope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Replies of peers and what comes of them: each belongs to its own command, its first digit decides, and what one
/// host cannot take is offered to the next.
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class PeerRepliesTest {

    private static final String[] ALL = {"PIPELINING", "8BITMIME", "SMTPUTF8", "CHUNKING"};
    private static final String[] DATA_ONLY = {"PIPELINING", "8BITMIME", "SMTPUTF8"};
    private static final String[] ONE_BY_ONE = {"8BITMIME", "SMTPUTF8"};

    private final List<ScriptedPeer> peers = new ArrayList<>();
    private PracticeNetwork network;
    private EngineRig rig;
    private int hosts;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        network = PracticeNetwork.start();
        rig = new EngineRig(folder, network, UnaryOperator.identity());
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
        network.close();
    }

    @AfterEach
    void stopPeers() throws Exception {
        for (ScriptedPeer peer : peers) {
            peer.close();
        }
        peers.clear();
    }

    static Stream<String> doubles() {
        return Stream.of("connect", "EHLO", "MAIL", "RCPT", "DATA", ".", "BDAT", "RSET")
                .flatMap(place -> Stream.of("", " late")
                        .flatMap(when -> Stream.of("chunks", "data", "slow")
                                .map(how -> place + "," + how + "," + when.strip())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("doubles")
    void a_peer_that_answers_twice_never_makes_another_message_delivered(String example) throws Exception {
        String[] words = example.split(",", -1);
        String[] extensions = switch (words[1]) {
            case "chunks" -> ALL;
            case "data" -> DATA_ONLY;
            default -> ONE_BY_ONE;
        };
        String domain = host((conversation, verb, text) -> {
            List<String> answer = answer(verb, text, extensions);
            if (!verb.equals(words[0]) || conversation > 2) {
                return answer;
            }
            List<String> twice = new ArrayList<>(answer);
            if (words[2].equals("late")) {
                twice.add(ScriptedPeer.PAUSE);
            }
            twice.add(answer.getFirst());
            return twice;
        });
        List<Long> mids = together(domain, "good 1", "refused", "good 2", "refused", "good 3");

        for (int i = 0; i < mids.size(); i++) {
            long mid = mids.get(i);
            rig.await(
                    DeliveryEvent.class,
                    e -> e instanceof DeliveryEvent.RecipientsDeferred f
                                    && f.destination().equals(domain)
                            || e instanceof RecipientDelivered d && d.mid() == mid
                            || e instanceof RecipientBounced b && b.mid() == mid
                            || e instanceof RecipientDelayed l && l.mid() == mid);
        }
        assertThat(rig.events(RecipientDelivered.class))
                .extracting(RecipientDelivered::mid)
                .doesNotContain(mids.get(1), mids.get(3));
        assertThat(rig.events(RecipientBounced.class))
                .extracting(RecipientBounced::mid)
                .doesNotContain(mids.get(0), mids.get(2), mids.get(4));
    }

    @Test
    void an_attempt_that_a_host_refused_for_everybody_ends_in_trouble_and_one_that_got_mail_through_does_not()
            throws Exception {
        String refuses = host((conversation, verb, text) -> answer(verb, text, DATA_ONLY));
        together(refuses, "refused 1", "refused 2");
        String takesSome = host((conversation, verb, text) -> answer(verb, text, DATA_ONLY));
        together(takesSome, "refused", "good", "refused");

        DeliveryEvent.AttemptEnded failed =
                rig.await(DeliveryEvent.AttemptEnded.class, a -> a.destination().equals(refuses));
        assertThat(failed.trouble())
                .extracting(Trouble::code, Trouble::text)
                .containsExactly("550", "5.7.1 not wanted");
        DeliveryEvent.AttemptEnded succeeded =
                rig.await(DeliveryEvent.AttemptEnded.class, a -> a.destination().equals(takesSome));
        assertThat(succeeded.recipients()).isEqualTo(3);
        assertThat(succeeded.trouble()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "EHLO"})
    void a_late_answer_too_many_never_moves_a_refusal_to_another_recipient(String place) throws Exception {
        String domain = host((conversation, verb, text) -> {
            List<String> answer = answer(verb, text, ALL);
            return verb.equals(place) && conversation == 1
                    ? List.of(answer.getFirst(), ScriptedPeer.PAUSE, "250 2.0.0 ok")
                    : answer;
        });

        long mid = rig.relay("nobody@" + domain, "somebody@" + domain);

        rig.await(DeliveryEvent.AttemptEnded.class, a -> a.destination().equals(domain));
        assertThat(rig.events(RecipientDelivered.class))
                .filteredOn(d -> d.mid() == mid)
                .noneMatch(d -> d.rid() == 0);
        assertThat(rig.events(RecipientBounced.class))
                .filteredOn(d -> d.mid() == mid)
                .noneMatch(d -> d.rid() == 1);
    }

    @Test
    void mail_after_an_answer_too_many_goes_over_another_connection_and_costs_no_attempt() throws Exception {
        String domain = host((conversation, verb, text) -> {
            List<String> answer = answer(verb, text, ALL);
            return verb.equals("BDAT") ? List.of(answer.getFirst(), answer.getFirst()) : answer;
        });

        List<Long> mids = together(domain, "good 1", "good 2", "good 3");

        for (long mid : mids) {
            rig.await(RecipientDelivered.class, d -> d.mid() == mid);
        }
        assertThat(delayed(domain)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MAIL | 354 go on",
                "RCPT | 354 go on",
                "DATA | 250 2.0.0 ok",
                ". | 354 go on",
                "MAIL | 250-one\\r\\n550 two",
                ". | 250-one\\r\\n550 two",
                ". | 25 short",
                ". | 2500 long",
                ". | 150 wait",
                ". | 650 what",
                ". | hello",
                "EHLO | 220 again",
                "connect | 250 hello",
            })
    void a_reply_that_is_none_settles_nothing_and_ends_the_connection(String place, String reply) throws Exception {
        String domain = host((conversation, verb, text) ->
                verb.equals(place) ? List.of(reply.replace("\\r\\n", "\r\n")) : answer(verb, text, DATA_ONLY));

        long mid = rig.relay("a@" + domain);

        RecipientDelayed delayed = rig.await(RecipientDelayed.class, d -> d.mid() == mid);
        assertThat(delayed.trouble().enhanced()).startsWith("4.");
        assertThat(rig.events(RecipientDelivered.class)).noneMatch(d -> d.mid() == mid);
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 451 5.7.500 Access denied, 451, 4.7.500",
        "RCPT, 550 4.4.7 Expired, 550, 5.4.7",
        "RCPT, 450 2.0.0 well, 450, 4.0.0",
        "RCPT, 550 5.1.1 gone, 550, 5.1.1",
        "MAIL, 451 5.7.1 not now, 451, 4.7.1",
        "MAIL, 554 4.7.1 never, 554, 5.7.1",
        "DATA, 452 5.3.1 full, 452, 4.3.1",
        "DATA, 552 4.3.4 too big, 552, 5.3.4",
        "., 451 5.6.0 later, 451, 4.6.0",
        "., 554 4.6.0 no, 554, 5.6.0",
        "connect, 554 5.7.1 no, 554, 4.7.1",
        "connect, 421 5.7.0 busy, 421, 4.7.0",
        "EHLO, 421 5.5.1 busy, 421, 4.5.1",
        "BDAT, 451 5.6.0 later, 451, 4.6.0",
        "BDAT, 554 4.6.0 no, 554, 5.6.0",
    })
    void the_first_digit_of_a_reply_decides_and_the_enhanced_code_agrees(
            String place, String reply, String code, String enhanced) throws Exception {
        String[] extensions = place.equals("BDAT") ? ALL : DATA_ONLY;
        String domain = host((conversation, verb, text) ->
                verb.equals(place) ? List.of(reply) : ScriptedPeer.usual(verb, extensions));
        rig.commit(EngineRig.profile(place.equals("BDAT") ? PeerRepliesTest::withChunks : UnaryOperator.identity()));

        long mid = rig.relay("a@" + domain);

        Trouble trouble;
        if (enhanced.startsWith("5")) {
            trouble = rig.await(RecipientBounced.class, b -> b.mid() == mid).trouble();
        } else {
            trouble = rig.await(RecipientDelayed.class, d -> d.mid() == mid).trouble();
        }
        assertThat(trouble.code()).isEqualTo(code);
        assertThat(trouble.enhanced()).isEqualTo(enhanced);
        assertThat(trouble.text()).endsWith(reply.substring(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 5.5.2 what", "502 5.5.1 not here", "503 5.5.1 not now", "504 5.5.4 no", "#close"})
    void a_peer_that_gets_on_badly_with_chunks_has_the_message_by_data_and_is_remembered(String reply)
            throws Exception {
        String domain = host(
                (conversation, verb, text) -> verb.equals("BDAT") ? List.of(reply) : ScriptedPeer.usual(verb, ALL));
        rig.commit(EngineRig.profile(PeerRepliesTest::withChunks));

        long first = rig.relay("a@" + domain);
        rig.await(RecipientDelivered.class, d -> d.mid() == first);
        long second = rig.relay("b@" + domain);
        rig.await(RecipientDelivered.class, d -> d.mid() == second);

        rig.commit(EngineRig.profile(UnaryOperator.identity()));
        assertThat(delayed(domain)).isEmpty();
        assertThat(peers.getLast().times("BDAT")).isEqualTo(1);
        assertThat(peers.getLast().times("DATA")).isEqualTo(2);
    }

    @Test
    void a_destination_with_chunking_is_sent_chunks_and_its_neighbour_with_default_is_not() throws Exception {
        String chunks = host((conversation, verb, text) -> ScriptedPeer.usual(verb, ALL));
        String data = host((conversation, verb, text) -> ScriptedPeer.usual(verb, ALL));
        DestinationEntry entry =
                DestinationEntry.of(DomainPattern.parse(chunks)).with(DestinationSetting.CHUNKING, true);
        rig.commit(policy -> policy.with(new DestinationControls(
                DestinationProfile.defaults(), List.of(entry), new DestinationControls.Global(null, false))));

        long byChunks = rig.relay("a@" + chunks);
        long byData = rig.relay("a@" + data);
        rig.await(RecipientDelivered.class, d -> d.mid() == byChunks);
        rig.await(RecipientDelivered.class, d -> d.mid() == byData);

        rig.commit(EngineRig.profile(UnaryOperator.identity()));
        assertThat(peers.getFirst().times("BDAT")).isEqualTo(1);
        assertThat(peers.getFirst().times("DATA")).isZero();
        assertThat(peers.getLast().times("BDAT")).isZero();
        assertThat(peers.getLast().times("DATA")).isEqualTo(1);
    }

    @Test
    void messages_go_by_data_also_to_a_peer_that_takes_chunks() throws Exception {
        String domain = host((conversation, verb, text) -> ScriptedPeer.usual(verb, ALL));

        long mid = rig.relay("a@" + domain);

        rig.await(RecipientDelivered.class, d -> d.mid() == mid);
        assertThat(peers.getLast().times("BDAT")).isZero();
    }

    @Test
    void smtputf8_that_was_declared_but_is_not_needed_is_not_asked_for() throws Exception {
        String domain = host((conversation, verb, text) -> ScriptedPeer.usual(verb, "8BITMIME"));

        long mid = rig.accept(utf8("sender@origin.example"), "Subject: plain\r\n\r\nwith ö\r\n", "a@" + domain);

        rig.await(RecipientDelivered.class, d -> d.mid() == mid);
        assertThat(peers.getLast().heard).noneMatch(h -> h.contains("SMTPUTF8"));
    }

    @ParameterizedTest
    @CsvSource({
        "ö@origin.example, a, plain",
        "sender@origin.example, ö, plain",
        "sender@origin.example, a, plön",
    })
    void what_one_host_cannot_take_the_next_is_asked(String from, String to, String subject) throws Exception {
        String domain = host((conversation, verb, text) -> ScriptedPeer.usual(verb, "8BITMIME"));
        host(domain, 20, (conversation, verb, text) -> ScriptedPeer.usual(verb, ALL));

        long mid = rig.accept(utf8(from), "Subject: " + subject + "\r\n\r\ntext\r\n", to + "@" + domain);

        rig.await(RecipientDelivered.class, d -> d.mid() == mid);
        assertThat(peers.getLast().heard).anyMatch(h -> h.startsWith("MAIL") && h.contains("SMTPUTF8"));
        assertThat(delayed(domain)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SIZE 100, 5.3.4", "8BITMIME, 5.6.7"})
    void what_no_host_can_take_is_returned(String extension, String enhanced) throws Exception {
        String domain = host((conversation, verb, text) -> ScriptedPeer.usual(verb, extension));
        host(domain, 20, (conversation, verb, text) -> ScriptedPeer.usual(verb, extension));

        long mid = rig.accept(utf8("sender@origin.example"), "Subject: ö\r\n\r\n" + "x".repeat(200), "a@" + domain);

        RecipientBounced bounced = rig.await(RecipientBounced.class, b -> b.mid() == mid);
        assertThat(bounced.trouble().enhanced()).isEqualTo(enhanced);
        assertThat(peers).allSatisfy(p -> assertThat(p.times("EHLO")).isEqualTo(1));
    }

    @Test
    void octets_above_127_reach_a_peer_without_8bitmime_in_seven_bits() throws Exception {
        List<String> taken = new CopyOnWriteArrayList<>();
        String domain = host((conversation, verb, text) -> {
            if (verb.equals(".")) {
                taken.add(text);
            }
            return ScriptedPeer.usual(verb, "PIPELINING", "SMTPUTF8");
        });
        String text = "Subject: plain\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\nGrüße\r\n";

        long mid =
                rig.accept(new Envelope("sender@origin.example", true, true, false, "", "", "In"), text, "a@" + domain);

        rig.await(RecipientDelivered.class, d -> d.mid() == mid);
        assertThat(peers.getLast().heard).noneMatch(h -> h.contains("8BITMIME"));
        assertThat(taken).singleElement().asString().contains("quoted-printable", "Gr=C3=BC=C3=9Fe");
        assertThat(taken.getFirst().chars()).allMatch(c -> c < 128);
    }

    /// A header of UTF-8 has no form in seven bits (RFC 6532), parts that cannot be told apart neither.
    @ParameterizedTest
    @CsvSource({
        "'Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\nü\r\n--x--\r\n', 5.6.3",
        "'Subject: ü\r\n\r\ntext\r\n', 5.6.7"
    })
    void what_cannot_be_said_in_seven_bits_is_returned(String message, String enhanced) throws Exception {
        String domain = host((conversation, verb, text) -> ScriptedPeer.usual(verb, "PIPELINING"));

        long mid = rig.accept(utf8("sender@origin.example"), message.replace("\\r\\n", "\r\n"), "a@" + domain);

        RecipientBounced bounced = rig.await(RecipientBounced.class, b -> b.mid() == mid);
        assertThat(bounced.trouble().enhanced()).isEqualTo(enhanced);
        assertThat(peers.getLast().times("MAIL")).isZero();
    }

    /// The message's own header is ASCII: a part's file name alone asks for SMTPUTF8 (RFC 6532 3.2).
    @ParameterizedTest
    @CsvSource({"SMTPUTF8, ", "HELP, 5.6.7"})
    void a_header_in_utf8_of_a_part_alone_asks_for_smtputf8(String extension, String enhanced) throws Exception {
        String domain = host((conversation, verb, text) -> ScriptedPeer.usual(verb, "8BITMIME", extension));
        String message = """
                Subject: plain
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b1

                --b1
                Content-Type: text/plain

                text
                --b1
                Content-Type: application/octet-stream
                Content-Disposition: attachment; filename="Grüße.bin"

                x
                --b1--
                """.replace("\n", "\r\n");

        long mid = rig.accept(utf8("sender@origin.example"), message, "a@" + domain);

        if (enhanced == null) {
            rig.await(RecipientDelivered.class, d -> d.mid() == mid);
            assertThat(peers.getLast().heard).anyMatch(h -> h.startsWith("MAIL") && h.contains("SMTPUTF8"));
        } else {
            RecipientBounced bounced = rig.await(RecipientBounced.class, b -> b.mid() == mid);
            assertThat(bounced.trouble().enhanced()).isEqualTo(enhanced);
            assertThat(bounced.trouble().text()).contains("SMTPUTF8");
        }
    }

    @Test
    void a_message_too_large_for_one_host_goes_to_another_and_small_ones_to_the_first() throws Exception {
        String domain = host((conversation, verb, text) -> ScriptedPeer.usual(verb, "SIZE 100"));
        host(domain, 20, (conversation, verb, text) -> ScriptedPeer.usual(verb, "SIZE 100000"));

        List<Long> mids = together(domain, "small", "large " + "x".repeat(200), "small again");

        for (long mid : mids) {
            rig.await(RecipientDelivered.class, d -> d.mid() == mid);
        }
        assertThat(peers.getFirst().times("MAIL")).isEqualTo(2);
        assertThat(peers.getLast().times("MAIL")).isEqualTo(1);
    }

    @Test
    void what_one_host_cannot_take_waits_while_another_is_down() throws Exception {
        String domain = host((conversation, verb, text) -> ScriptedPeer.usual(verb, "8BITMIME"));
        network.tree().zone(domain).mx(20, "down." + domain).address("down." + domain, "127.25.77.2");

        long mid = rig.accept(utf8("sender@origin.example"), "Subject: ö\r\n\r\ntext\r\n", "a@" + domain);

        RecipientDelayed delayed = rig.await(RecipientDelayed.class, b -> b.mid() == mid);
        assertThat(delayed.trouble().text()).contains("127.25.77.2");
    }

    @Test
    void a_domain_in_utf8_is_written_in_ascii_where_smtputf8_is_not_asked_for() throws Exception {
        String domain = host("xn--bcher-kva.practice", (conversation, verb, text) -> ScriptedPeer.usual(verb));

        long mid = rig.accept(utf8("sender@bücher.example"), "Subject: plain\r\n\r\ntext\r\n", "a@bücher.practice");

        rig.await(RecipientDelivered.class, d -> d.mid() == mid);
        assertThat(peers.getLast().heard)
                .contains("MAIL FROM:<sender@xn--bcher-kva.example>", "RCPT TO:<a@" + domain + ">");
    }

    private List<RecipientDelayed> delayed(String domain) {
        return rig.events(RecipientDelayed.class).stream()
                .filter(d -> d.destination().equals(domain))
                .toList();
    }

    private static Envelope utf8(String from) {
        return new Envelope(from, true, true, true, "", "", "In");
    }

    /// Says 550 to messages called so, and to nobody.
    private static List<String> answer(String verb, String text, String... extensions) {
        boolean message = verb.equals(".") || verb.equals("BDAT");
        if (message && text.contains("refused") || text.contains("nobody@")) {
            return List.of("550 5.7.1 not wanted");
        }
        return ScriptedPeer.usual(verb, extensions);
    }

    /// Messages that are all due when the first goes out, so that they share a connection.
    private List<Long> together(String domain, String... subjects) throws Exception {
        rig.orders.suspend(domain);
        List<Long> mids = new ArrayList<>();
        for (String subject : subjects) {
            byte[] body = ("Subject: " + subject + "\r\n\r\n" + subject + "\r\n").getBytes(StandardCharsets.UTF_8);
            mids.add(rig.accept(EngineRig.envelope("sender@origin.example", true), body, "a@" + domain));
        }
        rig.orders.resume(domain);
        return mids;
    }

    private static DestinationProfile withChunks(DestinationProfile p) {
        return p.with(DestinationSetting.CHUNKING, true);
    }

    private String host(Script script) throws Exception {
        return host("peer" + (hosts + 1) + ".practice", script);
    }

    private String host(String domain, Script script) throws Exception {
        host(domain, 10, script);
        return domain;
    }

    private void host(String domain, int preference, Script script) throws Exception {
        String address = "127.25.12." + ++hosts;
        String name = "mx" + hosts + "." + domain;
        peers.add(ScriptedPeer.start(
                new InetSocketAddress(InetAddress.getByName(address), network.deliveryPort()), script));
        network.tree().zone(domain).mx(preference, name).address(name, address);
    }
}
