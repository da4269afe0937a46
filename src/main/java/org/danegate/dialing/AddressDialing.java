package org.danegate.dialing;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.danegate.dane.Course.Halt;
import org.danegate.dialing.HopDialer.Means;
import org.danegate.event.Trouble;
import org.danegate.smtp.Greeted;
import org.danegate.smtp.Line;
import org.danegate.smtp.Ready;
import org.danegate.smtp.SmtpException;
import org.jspecify.annotations.Nullable;

/// One attempt to open a connection: connect, EHLO, and [Encryption].
final class AddressDialing {

    private final Means means;
    private final Hop hop;
    private final InetAddress address;
    private final Consumer<? super Stage> told;
    private final Line line;
    private final CourseTimes times;
    private final Openings openings;
    private final @Nullable Identification identification;

    AddressDialing(Means means, Hop hop, InetAddress address, Consumer<? super Stage> told) {
        this.means = means;
        this.hop = hop;
        this.address = address;
        this.told = told;
        this.line = new Line(means.nanos());
        this.times = new CourseTimes(means.nanos());
        this.openings = new Openings(address, hop.port(), times);
        this.identification = Identification.of(hop, means.logins());
    }

    Opening<Ready> run() throws TryInFull {
        AtomicReference<@Nullable InetAddress> ours = new AtomicReference<>();
        told.accept(new Stage.Connecting(hop, address, line));
        Greeted greeted;
        try {
            greeted = connect(local -> {
                times.opened();
                ours.set(local);
            });
            times.connected();
        } catch (SmtpException.Refused e) {
            times.connected();
            told.accept(new Stage.TurnedAway(hop, address, ours.get(), e));
            return refused(e);
        } catch (IOException e) {
            times.connected();
            return notConnected(e, ours.get());
        }
        return connected(greeted);
    }

    private Greeted connect(Consumer<InetAddress> ours) throws IOException {
        return Greeted.connect(
                new InetSocketAddress(address, hop.port()),
                hop.gateway().localFor(address),
                means.timeouts(),
                line,
                ours);
    }

    private Opening<Ready> notConnected(IOException e, @Nullable InetAddress ours) {
        InetAddress local = hop.gateway().localFor(address);
        boolean ourInterface = local != null && e instanceof BindException;
        String details = ourInterface
                ? "cannot connect from " + Objects.requireNonNull(local).getHostAddress() + " (IP interface "
                        + hop.gateway().name() + "): " + describe(e)
                : said(e);
        told.accept(new Stage.NotConnected(hop, address, ours, e, details));
        String text = "connection to " + address.getHostAddress() + " port " + hop.port() + ": " + details;
        return openings.notConnected(Troubles.network(text), details, ourInterface ? Halt.OUR_INTERFACE : halt(ours));
    }

    /// A connection that broke before the greeting was open all the same.
    private static Halt halt(@Nullable InetAddress ours) {
        return ours == null ? Halt.NOT_CONNECTED : Halt.BROKEN_OFF;
    }

    private Opening<Ready> connected(Greeted greeted) throws TryInFull {
        Opening<Ready> opening = null;
        try {
            // A listener may end the call with an exception, for example when the browser of daneverify
            // has disconnected.
            told.accept(new Stage.Connected(hop, address, greeted.localAddress()));
            opening = converse(greeted);
            return opening;
        } finally {
            if (!(opening instanceof Opening.Open)) {
                greeted.close();
                told.accept(new Stage.Closed(hop, address));
            }
        }
    }

    private Opening<Ready> converse(Greeted greeted) throws TryInFull {
        try {
            Ready clear = greeted.hello(means.hostname());
            if (identification != null && identification.known() == null) {
                return identification.impossible(hop, address, told, openings);
            }
            Opening<Ready> opening = new Encryption(means, hop, address, told, line, times, identification).of(clear);
            return identification != null && opening instanceof Opening.Open<Ready> open
                    ? identification.of(open, hop, address, told, openings)
                    : opening;
        } catch (SmtpException.Refused e) {
            told.accept(new Stage.ConversationBroken(hop, address, e));
            return refused(e);
        } catch (IOException e) {
            told.accept(new Stage.ConversationBroken(hop, address, e));
            return openings.failed(Troubles.network(said(e)), said(e), Halt.BROKEN_OFF);
        }
    }

    private Opening<Ready> refused(SmtpException.Refused e) {
        Trouble trouble = Troubles.conversation(
                e.reply().code(), e.reply().enhanced(), e.reply().lines());
        return openings.failed(trouble, String.valueOf(e.getMessage()), Halt.TURNED_AWAY);
    }

    /// Describes what went wrong, or why the conversation was broken off if it was.
    private String said(IOException e) {
        String cut = line.cutBecause();
        return cut == null ? describe(e) : cut;
    }

    private static String describe(IOException e) {
        return e instanceof SocketTimeoutException ? "timeout" : String.valueOf(e.getMessage());
    }
}
