package org.danegate.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who makes room and when a connection's time is over, with real connections and a clock that is set.
class ConsoleConnectionsTest {

    private static final String CLIENT = "192.0.2.1";
    private static final int LOCAL = 8080;
    private static final String PROXY = "192.0.2.9";

    private final AtomicLong now = new AtomicLong();
    private final ConsoleConnections connections =
            new ConsoleConnections(new ConsoleLimits(4, 2), new TrustedProxies(List.of(PROXY)), now::get);
    private final List<SocketChannel> sockets = new ArrayList<>();

    private ServerSocketChannel server;

    @BeforeEach
    void open() throws IOException {
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() throws IOException {
        for (SocketChannel socket : sockets) {
            socket.close();
        }
        server.close();
        connections.close();
    }

    private boolean admit(String address, int port) throws IOException {
        sockets.add(SocketChannel.open(server.getLocalAddress()));
        SocketChannel accepted = server.accept();
        sockets.add(accepted);
        return connections.admit(accepted, address, port, LOCAL);
    }

    private ConsoleConnection of(String address, int port) {
        return connections.of(address, port, LOCAL).orElseThrow();
    }

    private void after(Duration time) {
        now.addAndGet(time.toNanos());
        connections.sweep();
    }

    private static RequestBody body(Runnable whileWaiting, int... read) {
        return new RequestBody(
                new InputBuffer() {
                    private int next;

                    @Override
                    public int doRead(ApplicationBufferHandler into) {
                        if (next == read.length) {
                            whileWaiting.run();
                            return -1;
                        }
                        return read[next++];
                    }

                    @Override
                    public int available() {
                        return 0;
                    }
                },
                1_000_000);
    }

    private static RequestBody none() {
        return body(() -> {});
    }

    @Test
    void a_request_that_never_becomes_whole_ends_and_its_client_learns_it() throws IOException {
        assertThat(admit(CLIENT, 1)).isTrue();
        ConsoleConnection connection = of(CLIENT, 1);
        after(ConsoleLimits.WAIT);
        assertThat(connection.isOpen()).isTrue();
        after(Duration.ofMillis(1));
        assertThat(connection.isOpen()).isFalse();
        assertThat(sockets.getFirst().read(java.nio.ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(connections.of(CLIENT, 1, LOCAL)).isEmpty();
    }

    @Test
    void a_strangers_request_ends_however_it_trickles_and_a_known_users_goes_on() throws IOException {
        admit(CLIENT, 1);
        admit(CLIENT, 2);
        ConsoleConnection stranger = of(CLIENT, 1);
        ConsoleConnection somebody = of(CLIENT, 2);
        connections.begin(stranger, false, CLIENT, none());
        connections.begin(somebody, false, CLIENT, none()).orElseThrow().known();
        after(ConsoleLimits.STRANGERS_REQUEST);
        assertThat(stranger.isOpen()).isTrue();
        after(Duration.ofMillis(1));
        assertThat(stranger.isOpen()).isFalse();
        after(Duration.ofHours(1));
        assertThat(somebody.isOpen()).isTrue();
    }

    @Test
    void of_several_requests_at_once_each_has_its_own_time() throws IOException {
        admit(CLIENT, 1);
        ConsoleConnection connection = of(CLIENT, 1);
        RequestUnderWay stream =
                connections.begin(connection, true, CLIENT, none()).orElseThrow();
        RequestUnderWay page =
                connections.begin(connection, false, CLIENT, none()).orElseThrow();
        after(ConsoleLimits.STRANGERS_REQUEST);
        connections.answered(connection, page);
        after(Duration.ofHours(1));
        assertThat(connection.isOpen()).as("the stream goes on").isTrue();
        assertThat(connection.unfinished()).isFalse();
        connections.answered(connection, stream);
        after(ConsoleLimits.WAIT);
        assertThat(connection.isOpen()).isTrue();
        connections.begin(connection, false, CLIENT, none());
        after(ConsoleLimits.STRANGERS_REQUEST);
        connections.begin(connection, true, CLIENT, none());
        after(Duration.ofMillis(1));
        assertThat(connection.isOpen()).as("one stranger is too slow").isFalse();
    }

    @Test
    void a_known_users_body_comes_at_a_rate() throws IOException {
        admit(CLIENT, 1);
        ConsoleConnection somebody = of(CLIENT, 1);
        List<Boolean> open = new ArrayList<>();
        RequestBody body = body(
                () -> {
                    after(ConsoleLimits.SLOW_START.plusSeconds(2));
                    open.add(somebody.isOpen());
                    after(Duration.ofMillis(1));
                    open.add(somebody.isOpen());
                },
                ConsoleLimits.SLOWEST,
                ConsoleLimits.SLOWEST);
        connections.begin(somebody, true, CLIENT, body);
        for (int i = 0; i < 3; i++) {
            body.doRead(ApplicationBufferHandler.EMPTY);
        }
        assertThat(open).containsExactly(true, false);
    }

    @Test
    void the_oldest_that_waits_makes_room_and_known_users_never_do() throws IOException {
        admit(CLIENT, 1);
        now.incrementAndGet();
        admit(CLIENT, 2);
        now.incrementAndGet();
        ConsoleConnection first = of(CLIENT, 1);
        ConsoleConnection second = of(CLIENT, 2);
        connections.begin(first, true, CLIENT, none());
        assertThat(admit(CLIENT, 3)).isTrue();
        assertThat(first.isOpen()).isTrue();
        assertThat(second.isOpen()).isFalse();
        connections.begin(of(CLIENT, 3), true, CLIENT, none());
        assertThat(admit(CLIENT, 4)).isFalse();
        assertThat(admit("192.0.2.2", 5)).isTrue();
    }

    @Test
    void when_all_are_taken_whoever_has_most_makes_room() throws IOException {
        admit("192.0.2.2", 1);
        now.incrementAndGet();
        admit(CLIENT, 2);
        admit(CLIENT, 3);
        admit("192.0.2.3", 4);
        assertThat(admit("192.0.2.4", 5)).isTrue();
        assertThat(of("192.0.2.2", 1).isOpen()).isTrue();
        assertThat(of(CLIENT, 2).isOpen() && of(CLIENT, 3).isOpen()).isFalse();
    }

    @Test
    void behind_a_trusted_proxy_its_clients_are_counted() throws IOException {
        for (int port = 1; port <= 4; port++) {
            assertThat(admit(PROXY, port)).isTrue();
        }
        assertThat(connections.begin(of(PROXY, 1), false, CLIENT, none())).isPresent();
        assertThat(connections.begin(of(PROXY, 2), false, CLIENT, none())).isPresent();
        assertThat(connections.begin(of(PROXY, 3), false, CLIENT, none())).isEmpty();
        assertThat(connections.begin(of(PROXY, 3), false, "192.0.2.2", none())).isPresent();
    }

    @Test
    void limits_suit_the_memory_where_none_are_set() {
        assertThat(ConsoleLimits.of(0, 0, 100L << 20)).isEqualTo(new ConsoleLimits(128, 32));
        assertThat(ConsoleLimits.of(0, 0, 512L << 20)).isEqualTo(new ConsoleLimits(512, 128));
        assertThat(ConsoleLimits.of(0, 0, 64L << 30)).isEqualTo(new ConsoleLimits(8192, 2048));
        assertThat(ConsoleLimits.of(40, 3, 512L << 20)).isEqualTo(new ConsoleLimits(40, 3));
    }
}
