package org.danegate.dialing;

import java.net.InetAddress;
import org.danegate.dane.Course;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.event.Trouble;
import org.danegate.smtp.Ready;
import org.danegate.sts.StsVerdict;
import org.jspecify.annotations.Nullable;

/// The possible results of dialing one address of a host, each with its evidence.
///
/// @param port that is dialled, 1 to 65535
/// @param times of the conversation so far
/// @param sts the verdict of MTA-STS on the session; null when no policy applies or it was not judged yet
record Openings(
        InetAddress address,
        int port,
        CourseTimes times,
        @Nullable StsVerdict sts) {

    Openings(InetAddress address, int port, CourseTimes times) {
        this(address, port, times, null);
    }

    /// The same for a session that MTA-STS has judged.
    Openings judged(@Nullable StsVerdict verdict) {
        return new Openings(address, port, times, verdict);
    }

    /// A conversation without TLS.
    Opening<Ready> inClear(Ready conversation, DaneAction action, String outcome) {
        return new Opening.Open<>(conversation, action, result(null, null, outcome, null));
    }

    /// A conversation with TLS.
    ///
    /// @param verdict null when no TLSA record was compared
    Opening<Ready> encrypted(
            Ready conversation,
            DaneAction action,
            Evidence.TlsFacts tls,
            @Nullable DaneVerdict verdict,
            String outcome) {
        return new Opening.Open<>(conversation, action, result(tls, verdict, outcome, null));
    }

    /// There is no connection.
    Opening<Ready> notConnected(Trouble trouble, String outcome, Course.Halt halt) {
        return new Opening.Failed<>(trouble, false, result(null, null, outcome, halt));
    }

    /// The address answered, but mail may not be sent.
    Opening<Ready> failed(Trouble trouble, String outcome, Course.Halt halt) {
        return new Opening.Failed<>(trouble, true, result(null, null, outcome, halt));
    }

    /// The address answered, but DANE forbids to send mail.
    ///
    /// @param presented the certificates of the handshake; null when there were none
    /// @param verdict whose reason is the outcome
    Opening<Ready> daneFailed(
            Trouble trouble, Evidence.@Nullable TlsFacts presented, DaneVerdict.Failed verdict, Course.Halt halt) {
        return new Opening.Failed<>(trouble, true, result(presented, verdict, verdict.reason(), halt));
    }

    private AddressResult result(
            Evidence.@Nullable TlsFacts tls,
            @Nullable DaneVerdict verdict,
            String outcome,
            Course.@Nullable Halt halt) {
        return new AddressResult(address, port, tls, verdict, outcome, times.course(halt), sts);
    }
}
