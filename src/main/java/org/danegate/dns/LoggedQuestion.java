package org.danegate.dns;

import java.time.Duration;
import org.danegate.dns.Servers.Reply;
import org.danegate.dns.answer.ExtendedError;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// A question that is put to one server after another, with the log lines of each attempt.
record LoggedQuestion(Message query, DnsWords words, QueryLog log) {

    static LoggedQuestion of(Message query, QueryLog log) {
        Record question = query.getQuestion();
        return new LoggedQuestion(
                query, new DnsWords(question.getName().toString(true), Type.string(question.getType())), log);
    }

    /// Queries one server.
    ///
    /// @throws NoAnswer when nothing came back in time
    Reply put(Upstream server, Duration timeout) throws NoAnswer {
        log.asked();
        if (words.told()) {
            log.line(false, words.toServer(server.name(), timeout));
            log.line(false, words.sent(server.name()));
        }
        Reply reply = new Reply(server.ask(query, timeout), server.name());
        RawQuestion question = new RawQuestion(
                query.getQuestion().getName(), query.getQuestion().getType());
        for (ExtendedError error : SaidByServers.in(reply.message(), question, reply.server())) {
            log.line(error.isPolicy(), words.explained(error));
        }
        if (!isAnswered(reply)) {
            log.line(true, words.refused(reply.server(), reply.message().getRcode()));
        }
        return reply;
    }

    /// Whether a reply has data or a denial, and not a server's failure.
    static boolean isAnswered(Reply reply) {
        int rcode = reply.message().getRcode();
        return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN;
    }
}
