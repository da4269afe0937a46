package org.danegate.smtp;

import java.io.IOException;
import org.danegate.smtp.SmtpException.OutOfStep;

/// RSET after a transaction, so that the next one starts clean and no reply is left over (see {@link Exchange}).
final class Rset {

    static final String COMMAND = "RSET\r\n";

    private Rset() {}

    /// Sends RSET and reads its answer, unless the peer has said that it closes.
    ///
    /// @return the result of the transaction, ended when the peer hung up
    /// @throws OutOfStep when what comes is no answer to RSET
    static TransactionResult after(TransactionResult result, Wire wire, Timeouts timeouts) throws IOException {
        if (result.says421()) {
            return result;
        }
        boolean unasked = wire.hasUnread();
        try {
            if (!unasked) {
                wire.write(COMMAND);
            }
        } catch (IOException e) {
            return result.ended();
        }
        TransactionResult end = answered(result, wire, timeouts);
        if (unasked && !end.over()) {
            throw new OutOfStep("the server sent something that nobody asked for");
        }
        return end;
    }

    /// Reads the answer to an RSET that was sent.
    ///
    /// @return the result when it is valid; it stays valid when the peer hangs up after its answers
    /// @throws OutOfStep when what comes is no answer to RSET
    static TransactionResult answered(TransactionResult result, Wire wire, Timeouts timeouts) throws IOException {
        if (result.says421()) {
            return result;
        }
        Reply reply;
        try {
            reply = wire.readReply(timeouts.command());
        } catch (SmtpException e) {
            throw e;
        } catch (IOException e) {
            return result.ended();
        }
        if (reply.isPositive()) {
            return result;
        }
        if (reply.code() == 421 || reply.code() == 500 || reply.code() == 502) {
            // Every server must know RSET (RFC 5321 4.5.1); one that does not has still answered in step.
            return result.ended();
        }
        throw new OutOfStep("RSET", reply);
    }
}
