package org.danegate.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.dns.DnsLookup;
import org.danegate.dns.answer.Answer;
import org.danegate.fetch.HttpsAnswer.Failed;
import org.danegate.fetch.HttpsAnswer.Step;
import org.danegate.trust.PublicAuthorities;
import org.jspecify.annotations.Nullable;

/// Makes HTTPS requests, each over a connection of its own. Thread-safe.
public final class HttpsRequests {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MOST_ADDRESSES = 4;

    private final DnsLookup dns;
    private final PublicAuthorities authorities;
    private final CallableAddresses callable;
    private final @Nullable HttpsProxy proxy;
    private final LongSupplier nanos;

    /// @param privateAddresses whether addresses of private networks and of this machine may be called, as in a
    ///     laboratory
    /// @param proxy through which all servers are called; null for none
    /// @param nanos a clock that only goes forward, such as [System#nanoTime]
    public HttpsRequests(
            DnsLookup dns,
            PublicAuthorities authorities,
            boolean privateAddresses,
            @Nullable HttpsProxy proxy,
            LongSupplier nanos) {
        this.dns = dns;
        this.authorities = authorities;
        this.callable = new CallableAddresses(privateAddresses);
        this.proxy = proxy;
        this.nanos = nanos;
    }

    /// Without a proxy.
    public HttpsRequests(DnsLookup dns, PublicAuthorities authorities, boolean privateAddresses, LongSupplier nanos) {
        this(dns, authorities, privateAddresses, null, nanos);
    }

    /// Makes a request. Blocks until it is answered or has failed.
    public HttpsAnswer make(HttpsRequest request) {
        Deadline deadline = new Deadline(nanos, request.within());
        HttpsProxy by = proxy;
        return by == null ? direct(request, deadline) : through(by, request, deadline);
    }

    /// The proxy looks the name up.
    private HttpsAnswer through(HttpsProxy by, HttpsRequest request, Deadline deadline) {
        try (Socket socket = new Socket()) {
            socket.connect(by.address(), deadline.left(CONNECT));
            Optional<Failed> refused = by.tunnel(socket, request, deadline);
            return refused.isPresent()
                    ? refused.get()
                    : new HttpsExchange(request, socket, authorities, deadline).run();
        } catch (IOException e) {
            return deadline.isOver()
                    ? new Failed(Step.TIME, "timeout", "no answer from proxy " + by)
                    : new Failed(Step.CONNECT, "proxy", "connection to proxy " + by + ": " + e.getMessage());
        }
    }

    private HttpsAnswer direct(HttpsRequest request, Deadline deadline) {
        Addresses found = addresses(request.host());
        if (found.callable().isEmpty()) {
            return new Failed(Step.ADDRESS, found.code(), found.reason());
        }
        Failed last = new Failed(
                Step.TIME, "timeout", "no answer within " + request.within().toSeconds() + " s");
        for (InetAddress address : found.callable()) {
            if (deadline.isOver()) {
                return last;
            }
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, request.port()), deadline.left(CONNECT));
                return new HttpsExchange(request, socket, authorities, deadline).run();
            } catch (IOException e) {
                last = new Failed(
                        Step.CONNECT,
                        "connect",
                        "connection to " + address.getHostAddress() + " port " + request.port() + ": "
                                + e.getMessage());
            }
        }
        return last;
    }

    /// @param code and reason say why there is none
    private record Addresses(List<InetAddress> callable, String code, String reason) {}

    private Addresses addresses(DomainName host) {
        List<Answer<InetAddress>> answers = List.of(dns.aaaa(host), dns.a(host));
        List<InetAddress> all = new ArrayList<>();
        for (Answer<InetAddress> answer : answers) {
            if (answer.whereNothingIsPromised() instanceof Answer.Found<InetAddress> found) {
                all.addAll(found.records());
            }
        }
        List<InetAddress> callable = all.stream()
                .filter(this.callable::mayCall)
                .limit(MOST_ADDRESSES)
                .toList();
        if (!callable.isEmpty()) {
            return new Addresses(callable, "", "");
        }
        if (!all.isEmpty()) {
            return new Addresses(
                    callable,
                    "private-address",
                    host + " has an address that is not public: "
                            + all.getFirst().getHostAddress());
        }
        return new Addresses(callable, "no-address", "no address found for " + host + why(answers));
    }

    private static String why(List<Answer<InetAddress>> answers) {
        return Stream.concat(Stream.of(""), answers.stream().flatMap(HttpsRequests::trouble))
                .reduce("", (a, b) -> a.isEmpty() ? b : a);
    }

    private static Stream<String> trouble(Answer<InetAddress> answer) {
        return switch (answer) {
            case Answer.Bogus<InetAddress> bogus ->
                Stream.of(": " + bogus.provenance().reason());
            case Answer.Failed<InetAddress> failed ->
                Stream.of(": " + failed.provenance().reason());
            case Answer.Found<InetAddress> found -> Stream.empty();
            case Answer.Denied<InetAddress> denied -> Stream.empty();
        };
    }
}
