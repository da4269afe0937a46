package org.danegate.dns;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.danegate.address.AddressText;
import org.danegate.dns.answer.Answer.Failure;
import org.xbill.DNS.WireParseException;

/// No server had a usable answer. The message names each server that was queried and what happened there: `192.0.2.1
/// port 53: connection refused`.
final class NoAnswer extends IOException {

    private static final long serialVersionUID = 1L;

    private final Failure failure;

    private NoAnswer(Failure failure, String message, Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    /// The failure of one server.
    ///
    /// @param cause the network error
    static NoAnswer at(InetSocketAddress server, IOException cause) {
        Failure failure = switch (cause) {
            case SocketTimeoutException t -> Failure.TIMEOUT;
            case WireParseException w -> Failure.MALFORMED;
            default -> Failure.NO_SERVER;
        };
        String place = AddressText.of(server.getAddress()) + " port " + server.getPort();
        return new NoAnswer(failure, place + ": " + describe(cause), cause);
    }

    /// Aliases form a loop, or are too many to follow.
    ///
    /// @param name where they begin, with its final dot
    static NoAnswer aliasLoop(String name) {
        String text = "alias loop or too many aliases at " + name;
        return new NoAnswer(Failure.ALIAS_LOOP, text, new IOException(text));
    }

    /// The path to an answer is too long.
    static NoAnswer tooManySteps(String name) {
        String text = "resolving " + name + " took too many steps";
        return new NoAnswer(Failure.TIMEOUT, text, new IOException(text));
    }

    /// Combines several failures. A server that answered, even with nonsense, counts before a silent one, and a
    /// silent one before a closed port.
    ///
    /// @param each at least one, in the order queried
    static NoAnswer of(List<NoAnswer> each) {
        Failure failure = Failure.NO_SERVER;
        for (Failure weight : List.of(Failure.TIMEOUT, Failure.MALFORMED)) {
            failure = each.stream().anyMatch(one -> one.failure == weight) ? weight : failure;
        }
        String all = each.stream().map(Throwable::getMessage).distinct().collect(Collectors.joining("; "));
        return new NoAnswer(failure, all, each.getLast());
    }

    Failure failure() {
        return failure;
    }

    private static String describe(IOException cause) {
        String said = cause.getMessage() == null ? "" : cause.getMessage();
        return switch (cause) {
            case SocketTimeoutException t -> "timeout, " + said;
            case WireParseException w -> "unreadable answer, " + said;
            case PortUnreachableException p -> "connection refused";
            case NoRouteToHostException n -> "no route to host";
            case ConnectException c -> said.isEmpty() ? "connection refused" : said.toLowerCase(Locale.ROOT);
            case EOFException e -> "connection closed";
            default -> said.isEmpty() ? "cannot be reached" : said;
        };
    }
}
