package org.danegate.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.danegate.smtp.SmtpException.ChunkRefused;
import org.danegate.smtp.SmtpException.Malformed;
import org.danegate.smtp.SmtpException.OutOfStep;
import org.jspecify.annotations.Nullable;

/// One transaction's commands and replies, each reply matched to its own command. A peer that answers twice where one
/// answer is due shifts all later replies by one, and no reply except the one to DATA shows which command it answers.
/// These rules keep the replies in step:
///
/// - Nothing may be unread before a command, or a group of them.
/// - 354 answers DATA and nothing else. If it comes in DATA's place, all earlier replies were in their places; if 2yz
///   comes there, they were not.
/// - A chunk has no such reply. It is sent only after all recipients were accepted, and RSET follows it: if the replies
///   were off by one, the chunk's own reply would be read as RSET's, and a refusal is not an answer to RSET.
/// - RSET also follows a message that was not accepted, and its answer ends the transaction's replies.
final class Exchange {

    private static final String DATA = "DATA\r\n";

    private final Wire wire;
    private final Timeouts timeouts;
    private final boolean pipelining;
    private final boolean chunking;

    Exchange(Wire wire, Timeouts timeouts, boolean pipelining, boolean chunking) {
        this.wire = wire;
        this.timeouts = timeouts;
        this.pipelining = pipelining;
        this.chunking = chunking;
    }

    /// @param commands MAIL and RCPTs
    TransactionResult run(List<String> commands, Content content) throws IOException {
        wire.requireQuiet();
        return pipelining ? together(commands, content) : oneByOne(commands, content);
    }

    private TransactionResult together(List<String> commands, Content content) throws IOException {
        wire.write(String.join("", commands) + (chunking ? "" : DATA));
        List<Reply> replies = new ArrayList<>();
        for (String command : commands) {
            replies.add(envelopeReply(command));
        }
        if (chunking) {
            return chunkOrData(replies, content);
        }
        return afterData(replies, content);
    }

    private TransactionResult oneByOne(List<String> commands, Content content) throws IOException {
        List<Reply> replies = new ArrayList<>();
        for (String command : commands) {
            wire.requireQuiet();
            wire.write(command);
            Reply reply = envelopeReply(command);
            replies.add(reply);
            if (!replies.getFirst().isPositive() || reply.code() == 421) {
                return reset(result(replies, null));
            }
        }
        return chunkOrData(replies, content);
    }

    /// RFC 3030, or DATA when a recipient was refused: then 354 shows which reply belongs to which command.
    private TransactionResult chunkOrData(List<Reply> replies, Content content) throws IOException {
        TransactionResult envelope = result(replies, null);
        if (envelope.says421() || replies.stream().skip(1).noneMatch(Reply::isPositive) || !accepted(replies)) {
            return reset(envelope);
        }
        wire.requireQuiet();
        if (chunking && replies.stream().allMatch(Reply::isPositive)) {
            return chunk(replies, content);
        }
        wire.write(DATA);
        return afterData(replies, content);
    }

    private static boolean accepted(List<Reply> replies) {
        return replies.getFirst().isPositive();
    }

    private TransactionResult chunk(List<Reply> replies, Content content) throws IOException {
        Reply message = chunkReply(content);
        if (message.isIntermediate()) {
            throw new OutOfStep("BDAT", message);
        }
        if (message.code() >= 500 && message.code() <= 504) {
            throw new ChunkRefused(message);
        }
        TransactionResult result = result(replies, message);
        return pipelining ? Rset.answered(result, wire, timeouts) : reset(result);
    }

    private Reply chunkReply(Content content) throws IOException {
        try {
            long size = WireText.plainSize(content);
            wire.write(size, out -> {
                out.write(("BDAT " + size + " LAST\r\n").getBytes(StandardCharsets.US_ASCII));
                WireText.plain(content, out);
                wire.line().wholeMessage();
                if (pipelining) {
                    out.write(Rset.COMMAND.getBytes(StandardCharsets.US_ASCII));
                }
            });
            Reply message = wire.readReply(timeouts.dataEnd());
            wire.line().answered();
            return message;
        } catch (Malformed e) {
            throw e;
        } catch (IOException e) {
            throw new ChunkRefused(e);
        }
    }

    private TransactionResult afterData(List<Reply> replies, Content content) throws IOException {
        Reply data = wire.readReply(timeouts.dataStart());
        boolean wanted = accepted(replies) && replies.stream().skip(1).anyMatch(Reply::isPositive);
        if (data.isPositive()) {
            throw new OutOfStep("DATA", data);
        }
        if (!data.isIntermediate()) {
            return reset(result(replies, wanted ? data : null));
        }
        wire.requireQuiet();
        return wanted ? message(replies, content) : noMessage(replies);
    }

    private TransactionResult message(List<Reply> replies, Content content) throws IOException {
        wire.write(content.size(), out -> {
            WireText.dotted(content, out);
            wire.line().wholeMessage();
        });
        TransactionResult result = result(replies, finalReply("the message"));
        return result.taken() ? result : reset(result);
    }

    /// The peer waits for a message that nobody accepts (RFC 2920 3.1): sends an empty one, and ignores its reply.
    private TransactionResult noMessage(List<Reply> replies) throws IOException {
        wire.write(".\r\n");
        finalReply("an empty message");
        return reset(result(replies, null));
    }

    private Reply envelopeReply(String command) throws IOException {
        Reply reply = wire.readReply(timeouts.command());
        if (reply.isIntermediate()) {
            throw new OutOfStep(command.substring(0, 4), reply);
        }
        return reply;
    }

    private Reply finalReply(String what) throws IOException {
        Reply reply = wire.readReply(timeouts.dataEnd());
        wire.line().answered();
        if (reply.isIntermediate()) {
            throw new OutOfStep(what, reply);
        }
        return reply;
    }

    private TransactionResult reset(TransactionResult result) throws IOException {
        return Rset.after(result, wire, timeouts);
    }

    private static TransactionResult result(List<Reply> replies, @Nullable Reply message) {
        return new TransactionResult(replies.getFirst(), replies.subList(1, replies.size()), message, false);
    }
}
