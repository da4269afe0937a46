package org.danegate.dns;

import java.util.List;
import org.danegate.dns.answer.ExtendedError;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;

/// Reads the extended errors of a reply (RFC 8914). A reply may have several, with NOERROR as well.
final class SaidByServers {

    private SaidByServers() {}

    /// @param server that gave the reply
    static List<ExtendedError> in(Message reply, RawQuestion question, String server) {
        OPTRecord opt = reply.getOPT();
        return opt == null
                ? List.of()
                : opt.getOptions().stream()
                        .filter(ExtendedErrorCodeOption.class::isInstance)
                        .map(ExtendedErrorCodeOption.class::cast)
                        .map(option ->
                                new ExtendedError(option.getErrorCode(), textOf(option), server, question.text()))
                        .toList();
    }

    private static String textOf(ExtendedErrorCodeOption option) {
        String text = option.getText();
        return text == null ? "" : text;
    }
}
