package org.danegate.dns;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

/// The source of raw answers: the named resolvers by priority, or the servers of the root and below.
interface Servers {

    /// An answer and who gave it.
    record Reply(Message message, String server) {}

    /// One of the servers, to be queried separately.
    record Single(String name, HeadResolver.Source source) {}

    /// Queries servers until one answers with anything but a server failure.
    ///
    /// @throws IOException when no server could be reached
    Reply ask(Message query) throws IOException;

    /// The answer to a question without validation; null when no server could be reached.
    default @Nullable Message raw(Name name, int type) {
        try {
            return ask(Queries.checkingDisabled(name, type)).message();
        } catch (IOException e) {
            return null;
        }
    }

    /// The servers that could answer for a name, in the order they would be queried, without those that rest. Empty
    /// when there is no choice between servers.
    List<Single> singles(Name name);

    /// How each server has responded so far, in the order of the settings.
    List<ServerHealth> health();
}
