package org.danegate.practice;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.danegate.practice.PracticeQuery.Transport;

/// A resolver on loopback, by UDP and TCP on one port, that answers for a [PracticeTree]. It acts as a recursive
/// resolver that passes DNSSEC records on but does not validate: it never sets AD and copies CD. Several may serve one
/// tree, each with its own faults.
public final class PracticeDns implements AutoCloseable {
    private static final int BACKLOG = 200;
    private static final int PORT_TRIES = 20;

    private final ServerSocket tcp;
    private final DatagramSocket udp;
    private final ResolverFaults faults = new ResolverFaults();
    private final QueryLog log = new QueryLog();
    private final DnsReplies replies;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final DnsOverTcp overTcp;

    private PracticeDns(PracticeTree tree, ServerSocket tcp, DatagramSocket udp) {
        this.replies = new DnsReplies(tree, faults, log);
        this.tcp = tcp;
        this.udp = udp;
        this.overTcp = new DnsOverTcp(tcp, replies, threads, closed);
    }

    /// Starts on 127.0.0.1 on a free port.
    public static PracticeDns start(PracticeTree tree) throws IOException {
        return start(tree, new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
    }

    /// Starts on this address; port 0 picks one that is free for UDP and TCP.
    ///
    /// @throws BindException when the address is taken
    public static PracticeDns start(PracticeTree tree, InetSocketAddress address) throws IOException {
        for (int left = address.getPort() == 0 ? PORT_TRIES : 1; ; left--) {
            ServerSocket tcp = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
            try {
                DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), address.getAddress());
                PracticeDns dns = new PracticeDns(tree, tcp, udp);
                dns.threads.execute(dns::serveUdp);
                dns.threads.execute(dns.overTcp::serve);
                return dns;
            } catch (BindException e) {
                tcp.close();
                if (left <= 1) {
                    throw e;
                }
            }
        }
    }

    /// The address at which it answers.
    public InetSocketAddress address() {
        return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
    }

    /// Its rehearsed failures, which may be changed at any time.
    public ResolverFaults faults() {
        return faults;
    }

    /// The queries it received.
    public QueryLog log() {
        return log;
    }

    private void serveUdp() {
        byte[] buffer = new byte[DnsReplies.MAX_UDP * 4];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] request = Arrays.copyOf(packet.getData(), packet.getLength());
                InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
                threads.execute(() -> answerUdp(request, from));
            } catch (IOException e) {
                if (closed.getCount() == 0) {
                    return;
                }
            }
        }
    }

    private void answerUdp(byte[] request, InetSocketAddress from) {
        replies.reply(request, Transport.UDP).ifPresent(reply -> {
            Executor when = reply.delay().isZero()
                    ? Runnable::run
                    : CompletableFuture.delayedExecutor(reply.delay().toMillis(), TimeUnit.MILLISECONDS);
            when.execute(() -> sendUdp(reply.bytes(), from));
        });
    }

    private void sendUdp(byte[] bytes, InetSocketAddress to) {
        try {
            udp.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            // The client is gone or the server is closing: UDP guarantees nothing either way.
            return;
        }
    }

    /// Stops answering and breaks open connections.
    @Override
    public void close() throws IOException {
        closed.countDown();
        udp.close();
        overTcp.close();
        threads.close();
    }
}
