package org.danegate.smtp;

import static org.danegate.fuzz.Property.holds;
import static org.danegate.fuzz.Property.oneLine;

import java.io.IOException;
import java.time.Duration;
import org.danegate.fuzz.FedSocket;

/// What a peer answers. Accepted replies are complete and safe in logs, as is the text about refused ones.
public final class ReplyFuzz {

    private static final int MOST_LINES = 500;

    private ReplyFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        FedSocket peer = new FedSocket(input);
        try (Watch setUp = new Watch(peer, Duration.ofMinutes(5));
                Wire wire = new Wire(peer, peer, Line.unwatched(), setUp, Duration.ofMinutes(5))) {
            for (int i = 0; i <= input.length; i++) {
                judge(wire.readReply(Duration.ofMinutes(5)));
            }
            throw new AssertionError("more replies than octets");
        } catch (SmtpException.Malformed malformed) {
            oneLine(String.valueOf(malformed.getMessage()));
        } catch (IOException end) {
            oneLine(String.valueOf(end.getMessage()));
        }
    }

    private static void judge(Reply reply) {
        holds(reply.code() >= 200 && reply.code() <= 599, "a code that is none");
        holds(!reply.lines().isEmpty() && reply.lines().size() <= MOST_LINES, "a number of lines that is none");
        oneLine(reply.text());
        reply.lines().forEach(line -> oneLine(line));
        holds(reply.enhanced().isEmpty() || reply.text().startsWith(reply.enhanced()), "a code from nowhere");
        Extensions offered = Extensions.of(reply);
        holds(offered.size() >= 0, "room for less than nothing");
        holds(!offered.has(" "), "a keyword that is none");
    }
}
