package org.danegate.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.danegate.dns.answer.Answer.Failure;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// One question and one server, over real UDP: late, lost, forged and unfit answers.
@Timeout(30)
class UpstreamTest {

    private static final Duration ENOUGH = Duration.ofSeconds(10);
    private static final Name NAME = Name.fromConstantString("ok.practice.");

    /// A server that does with each datagram what the test says.
    private static final class Scripted implements AutoCloseable {

        private final Consumer<Scripted> onQuestion;
        private volatile DatagramSocket socket;
        private final List<Message> asked = new CopyOnWriteArrayList<>();
        private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
        private final AtomicInteger overTcp = new AtomicInteger();
        private final AtomicInteger counted = new AtomicInteger();
        private final QueryLog dropped = new QueryLog() {
            @Override
            public void line(boolean warning, String line) {}

            @Override
            public void dropped(String server, int datagrams) {
                counted.addAndGet(datagrams);
            }
        };
        private @Nullable ServerSocket tcp;
        private InetSocketAddress asker;

        Scripted(Consumer<Scripted> onQuestion) throws SocketException {
            this.onQuestion = onQuestion;
            asker = new InetSocketAddress(0);
            socket = atAnyPort();
        }

        private DatagramSocket atAnyPort() throws SocketException {
            DatagramSocket here = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> {
                byte[] buffer = new byte[4096];
                while (!here.isClosed()) {
                    try {
                        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                        here.receive(packet);
                        asker = (InetSocketAddress) packet.getSocketAddress();
                        ports.add(asker.getPort());
                        asked.add(new Message(Arrays.copyOf(buffer, packet.getLength())));
                        onQuestion.accept(this);
                    } catch (IOException e) {
                        continue;
                    }
                }
            });
            return here;
        }

        Message question() {
            return asked.getLast();
        }

        Message reply(int rcode) {
            return UpstreamTest.reply(question(), rcode);
        }

        /// A reply to another question under the right id.
        Message replyTo(Name name, int type, int dclass, int rcode) {
            Message reply = reply(rcode);
            reply.removeAllRecords(Section.QUESTION);
            reply.addRecord(Record.newRecord(name, type, dclass), Section.QUESTION);
            return reply;
        }

        void send(Message message) {
            send(message.toWire());
        }

        void send(byte[] wire) {
            try {
                socket.send(new DatagramPacket(wire, wire.length, asker));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Upstream upstream() {
            return new Upstream((InetSocketAddress) socket.getLocalSocketAddress(), InstantSource.system(), dropped);
        }

        /// A port that is free for UDP may be in use for TCP by somebody else; then both move to another one.
        private ServerSocket atTheSamePort() throws IOException {
            for (int left = 20; ; left--) {
                try {
                    return new ServerSocket(socket.getLocalPort(), 50, InetAddress.getLoopbackAddress());
                } catch (BindException e) {
                    if (left <= 1) {
                        throw e;
                    }
                    socket.close();
                    socket = atAnyPort();
                }
            }
        }

        /// Answers by TCP too, at the same port, with what is made of each question: messages one after
        /// another. To be called before the first question.
        Scripted byTcp(Function<Message, List<Message>> answers) throws IOException {
            ServerSocket server = atTheSamePort();
            tcp = server;
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try (Socket one = server.accept()) {
                        DataInputStream in = new DataInputStream(one.getInputStream());
                        DataOutputStream out = new DataOutputStream(one.getOutputStream());
                        byte[] wire = new byte[in.readUnsignedShort()];
                        in.readFully(wire);
                        overTcp.incrementAndGet();
                        for (Message answer : answers.apply(new Message(wire))) {
                            byte[] octets = answer.toWire(Message.MAXLENGTH);
                            out.writeShort(octets.length);
                            out.write(octets);
                        }
                        out.flush();
                        assertThat(in.read()).isNegative();
                    } catch (IOException e) {
                        continue;
                    }
                }
            });
            return this;
        }

        @Override
        public void close() throws IOException {
            socket.close();
            ServerSocket also = tcp;
            if (also != null) {
                also.close();
            }
        }
    }

    private static Message reply(Message question, int rcode) {
        Message reply = new Message(question.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setRcode(rcode);
        reply.addRecord(question.getQuestion(), Section.QUESTION);
        return reply;
    }

    private static Message withMx(Message reply) {
        Name owner = reply.getQuestion().getName();
        reply.addRecord(new MXRecord(owner, DClass.IN, 60, 10, owner), Section.ANSWER);
        return reply;
    }

    private static boolean inPlainLetters(Message question) {
        return question.getQuestion().getName().toString().equals(NAME.toString());
    }

    private static Message question() {
        return Message.newQuery(Record.newRecord(NAME, Type.MX, DClass.IN));
    }

    @Test
    void an_answer_that_takes_longer_than_any_resend_is_taken() throws Exception {
        PracticeTree tree = new PracticeTree();
        tree.zone("ok.practice").mx(10, "mx.ok.practice");
        try (PracticeDns dns = PracticeDns.start(tree)) {
            dns.faults().delayAll(Duration.ofMillis(3300));
            Upstream upstream = new Upstream(dns.address(), InstantSource.system(), QueryLog.NONE);
            long start = System.nanoTime();
            assertThat(upstream.ask(question(), ENOUGH).getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            int before = dns.log().all().size();
            upstream.ask(question(), ENOUGH);
            assertThat(dns.log().all().size() - before)
                    .as("its usual time is known now: not sent again meanwhile")
                    .isEqualTo(1);
        }
    }

    @Test
    void a_lost_datagram_is_sent_again_soon_each_time_with_another_id_and_port() throws Exception {
        try (Scripted server = new Scripted(s -> {
            if (s.asked.size() == 3) {
                s.send(s.reply(Rcode.NOERROR));
            }
        })) {
            long start = System.nanoTime();
            server.upstream().ask(question(), ENOUGH);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2500));
            assertThat(server.ports).hasSize(3);
            assertThat(server.asked.stream().map(m -> m.getHeader().getID()).collect(Collectors.toSet()))
                    .hasSizeGreaterThan(1);
        }
    }

    @Test
    void answers_with_another_id_or_to_another_question_and_from_elsewhere_are_passed_over() throws Exception {
        try (DatagramSocket elsewhere = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Scripted server = new Scripted(s -> {
                    Message otherId = s.reply(Rcode.NXDOMAIN);
                    otherId.getHeader().setID(otherId.getHeader().getID() ^ 1);
                    s.send(otherId);
                    Message otherQuestion = s.reply(Rcode.NXDOMAIN);
                    otherQuestion.removeAllRecords(Section.QUESTION);
                    otherQuestion.addRecord(
                            Record.newRecord(Name.fromConstantString("b.practice."), Type.MX, DClass.IN),
                            Section.QUESTION);
                    s.send(otherQuestion);
                    byte[] forged = s.reply(Rcode.NXDOMAIN).toWire();
                    try {
                        elsewhere.send(new DatagramPacket(forged, forged.length, s.asker));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    s.send(s.question().toWire());
                    s.send(new byte[] {1, 2, 3});
                    s.send(s.reply(Rcode.NOERROR));
                })) {
            assertThat(server.upstream().ask(question(), ENOUGH).getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(server.asked).hasSize(1);
        }
    }

    @Test
    void a_question_that_is_never_answered_is_given_up_early_while_others_are_answered() throws Exception {
        PracticeTree tree = new PracticeTree();
        tree.zone("ok.practice").mx(10, "mx.ok.practice");
        try (PracticeDns dns = PracticeDns.start(tree)) {
            dns.faults().drop("ok.practice", "MX");
            Upstream upstream =
                    new Upstream(dns.address(), InstantSource.system(), Duration.ofSeconds(1), QueryLog.NONE);
            Message other = Message.newQuery(Record.newRecord(NAME, Type.A, DClass.IN));
            upstream.ask(other, ENOUGH);
            long start = System.nanoTime();
            Thread.ofVirtual().start(() -> {
                await().until(() -> upstream.failing() || dns.log().count("ok.practice", "MX") >= 2);
                try {
                    upstream.ask(other, ENOUGH);
                } catch (NoAnswer e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThatThrownBy(() -> upstream.ask(question(), ENOUGH))
                    .isInstanceOfSatisfying(
                            NoAnswer.class, e -> assertThat(e.failure()).isEqualTo(Failure.TIMEOUT));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
            assertThat(upstream.failing()).isFalse();
        }
    }

    @Test
    void a_server_that_only_answers_another_question_is_there_but_unreadable() throws Exception {
        try (Scripted server = new Scripted(s -> {
            Message other = s.reply(Rcode.NOERROR);
            other.removeAllRecords(Section.QUESTION);
            s.send(other);
        })) {
            Upstream upstream = server.upstream();
            assertThatThrownBy(() -> upstream.ask(question(), Duration.ofMillis(300)))
                    .isInstanceOfSatisfying(
                            NoAnswer.class, e -> assertThat(e.failure()).isEqualTo(Failure.MALFORMED));
            assertThat(upstream.health().restsUntil()).isNull();
        }
    }

    @Test
    void octets_that_are_no_message_and_a_closed_port_end_the_question_at_once() throws Exception {
        Upstream gone;
        try (Scripted server = new Scripted(s -> {
            byte[] wire = Arrays.copyOf(s.question().toWire(), 15);
            wire[2] |= (byte) 0x80;
            Arrays.fill(wire, 4, 15, (byte) 0xFF);
            s.send(wire);
        })) {
            gone = server.upstream();
            long start = System.nanoTime();
            assertThatThrownBy(() -> server.upstream().ask(question(), ENOUGH)).hasMessageContaining("unreadable");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
        long start = System.nanoTime();
        assertThatThrownBy(() -> gone.ask(question(), ENOUGH))
                .isInstanceOfSatisfying(
                        NoAnswer.class, e -> assertThat(e.failure()).isEqualTo(Failure.NO_SERVER))
                .hasMessageContaining("connection refused");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {Rcode.FORMERR, Rcode.NOTIMP})
    void a_server_that_does_not_know_edns_is_asked_again_without(int rcode) throws Exception {
        try (Scripted server =
                new Scripted(s -> s.send(s.reply(s.question().getOPT() == null ? Rcode.NOERROR : rcode)))) {
            Upstream upstream = server.upstream();
            assertThat(upstream.ask(question(), ENOUGH).getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(server.asked).hasSize(2);
            assertThat(upstream.health().dnssec()).isFalse();
        }
    }

    @Test
    void a_format_error_that_has_nothing_to_do_with_edns_stays_one() throws Exception {
        try (Scripted server = new Scripted(s -> s.send(s.reply(Rcode.FORMERR)))) {
            assertThat(server.upstream().ask(question(), ENOUGH).getRcode()).isEqualTo(Rcode.FORMERR);
            assertThat(server.asked).hasSize(2);
        }
    }

    @Test
    void a_truncated_answer_without_tcp_is_that_question_s_trouble_and_not_the_server_s() throws Exception {
        try (Scripted server = new Scripted(s -> {
            Message reply = s.reply(Rcode.NOERROR);
            reply.getHeader().setFlag(Flags.TC);
            s.send(reply);
        })) {
            Upstream upstream = server.upstream();
            assertThatThrownBy(() -> upstream.ask(question(), ENOUGH))
                    .hasMessageContaining("by TCP: connection refused");
            assertThat(upstream.health().restsUntil()).isNull();
            assertThat(upstream.failing()).isFalse();
        }
    }

    private static byte[] garbage(Scripted s) {
        byte[] wire = Arrays.copyOf(s.question().toWire(), 15);
        wire[2] |= (byte) 0x80;
        Arrays.fill(wire, 4, 15, (byte) 0xFF);
        return wire;
    }

    private static Message otherId(Message reply, int off) {
        reply.getHeader().setID((reply.getHeader().getID() + off) & 0xFFFF);
        return reply;
    }

    private static final Map<String, Function<Scripted, byte[]>> FORGED = Map.of(
            "another id", s -> otherId(s.reply(Rcode.NXDOMAIN), 1).toWire(),
            "another name",
                    s -> s.replyTo(Name.root, Type.MX, DClass.IN, Rcode.NXDOMAIN)
                            .toWire(),
            "another type",
                    s -> s.replyTo(NAME, Type.A, DClass.IN, Rcode.NXDOMAIN).toWire(),
            "another class",
                    s -> s.replyTo(NAME, Type.MX, DClass.CH, Rcode.NXDOMAIN).toWire(),
            "a refusal of another question",
                    s -> s.replyTo(Name.root, Type.MX, DClass.IN, Rcode.REFUSED).toWire(),
            "a question", s -> s.question().toWire(),
            "an update",
                    s -> {
                        Message update = s.reply(Rcode.NOERROR);
                        update.getHeader().setOpcode(5);
                        return update.toWire();
                    },
            "three octets", s -> new byte[] {1, 2, 3},
            "octets that are no message", UpstreamTest::garbage);

    static Set<String> forged() {
        return FORGED.keySet();
    }

    @ParameterizedTest
    @MethodSource("forged")
    void what_is_no_answer_is_dropped_and_counted_and_the_true_one_taken(String what) throws Exception {
        Function<Scripted, byte[]> forge = Objects.requireNonNull(FORGED.get(what));
        try (Scripted server = new Scripted(s -> {
            for (int i = 0; i < 3; i++) {
                s.send(forge.apply(s));
            }
            CompletableFuture.delayedExecutor(150, TimeUnit.MILLISECONDS).execute(() -> s.send(s.reply(Rcode.NOERROR)));
        })) {
            assertThat(server.upstream().ask(question(), ENOUGH).getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(server.counted).hasValueGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void a_flood_of_guesses_makes_the_question_go_by_tcp_and_its_lucky_one_is_not_taken() throws Exception {
        try (Scripted server = new Scripted(s -> {
                    for (int i = 1; i < 2000; i++) {
                        s.send(otherId(s.reply(Rcode.NXDOMAIN), i));
                    }
                    s.send(s.reply(Rcode.NXDOMAIN));
                })
                .byTcp(q -> List.of(withMx(reply(q, Rcode.NOERROR))))) {
            Upstream upstream = server.upstream();
            long start = System.nanoTime();
            assertThat(upstream.ask(question(), ENOUGH).getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(server.overTcp).hasValue(1);
            assertThat(server.counted).hasValueGreaterThanOrEqualTo(Exchange.MOST_WRONG);
            assertThat(upstream.failing()).isFalse();
        }
    }

    @Test
    void a_flood_does_not_end_the_question_where_there_is_no_tcp() throws Exception {
        try (Scripted server = new Scripted(s -> {
            for (int i = 1; i < 100; i++) {
                s.send(otherId(s.reply(Rcode.NXDOMAIN), i));
            }
            s.send(s.reply(Rcode.NOERROR));
        })) {
            assertThat(server.upstream().ask(question(), ENOUGH).getRcode()).isEqualTo(Rcode.NOERROR);
        }
    }

    @Test
    void wrong_answers_by_tcp_are_dropped_too() throws Exception {
        try (Scripted server = new Scripted(s -> {
                    Message reply = s.reply(Rcode.NOERROR);
                    reply.getHeader().setFlag(Flags.TC);
                    s.send(reply);
                })
                .byTcp(q -> List.of(
                        otherId(reply(q, Rcode.NXDOMAIN), 1),
                        reply(Message.newQuery(Record.newRecord(NAME, Type.A, DClass.IN)), Rcode.NXDOMAIN),
                        reply(q, Rcode.NOERROR)))) {
            assertThat(server.upstream().ask(question(), ENOUGH).getRcode()).isEqualTo(Rcode.NOERROR);
        }
    }

    @Test
    void letters_are_mixed_by_chance_and_the_answer_has_the_asker_s() throws Exception {
        try (Scripted server = new Scripted(s -> s.send(withMx(s.reply(Rcode.NOERROR))))) {
            Upstream upstream = server.upstream();
            for (int i = 0; i < 10; i++) {
                Message answer = upstream.ask(question(), ENOUGH);
                assertThat(answer.getQuestion().getName()).hasToString(NAME.toString());
                assertThat(answer.getSection(Section.ANSWER).getFirst().getName())
                        .hasToString(NAME.toString());
            }
            assertThat(server.asked).hasSize(10);
            assertThat(server.asked.stream()
                            .map(m -> m.getQuestion().getName().toString())
                            .distinct())
                    .hasSizeGreaterThan(5);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_server_that_does_not_repeat_letters_is_asked_in_plain_ones(boolean tcp) throws Exception {
        try (Scripted server = new Scripted(s -> s.send(withMx(s.replyTo(NAME, Type.MX, DClass.IN, Rcode.NOERROR))))) {
            if (tcp) {
                server.byTcp(q -> List.of(withMx(reply(q, Rcode.NOERROR))));
            }
            Upstream upstream = server.upstream();
            long start = System.nanoTime();
            for (int i = 0; i < 10; i++) {
                assertThat(upstream.ask(question(), ENOUGH).getRcode()).isEqualTo(Rcode.NOERROR);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(server.asked.subList(3, server.asked.size())).allMatch(UpstreamTest::inPlainLetters);
            assertThat(server.overTcp).hasValue(tcp ? 1 : 0);
        }
    }

    @Test
    void a_server_that_takes_other_letters_for_another_name_is_asked_in_plain_ones() throws Exception {
        try (Scripted server = new Scripted(
                s -> s.send(inPlainLetters(s.question()) ? withMx(s.reply(Rcode.NOERROR)) : s.reply(Rcode.NXDOMAIN)))) {
            Upstream upstream = server.upstream();
            for (int i = 0; i < 5; i++) {
                assertThat(upstream.ask(question(), ENOUGH).getRcode()).isEqualTo(Rcode.NOERROR);
            }
        }
    }

    @Test
    void a_server_that_drops_other_letters_is_asked_in_plain_ones() throws Exception {
        try (Scripted server = new Scripted(s -> {
            if (inPlainLetters(s.question())) {
                s.send(withMx(s.reply(Rcode.NOERROR)));
            }
        })) {
            Upstream upstream = server.upstream();
            for (int i = 0; i < 10; i++) {
                assertThat(upstream.ask(question(), ENOUGH).getRcode()).isEqualTo(Rcode.NOERROR);
            }
            assertThat(server.asked.subList(4, server.asked.size())).allMatch(UpstreamTest::inPlainLetters);
        }
    }
}
