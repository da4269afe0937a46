package org.danegate.dns;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Aliases queried one by one, for when the answer to a whole chain gave no result.
final class LoneAliases {

    /// An alias and the answer that it came with.
    record Link(Verdict.Answered answer, CNAMERecord alias) {}

    private final AliasWalk.Chain chain;

    LoneAliases(AliasWalk.Chain chain) {
        this.chain = chain;
    }

    /// The alias at a name, queried separately; null when there is none.
    @Nullable
    Link at(Name name) {
        if (chain.ask(name, Type.CNAME) instanceof Verdict.Answered answer) {
            CNAMERecord alias = in(answer.message(), name);
            return alias == null ? null : new Link(answer, alias);
        }
        return null;
    }

    /// Whether aliases form a loop or pass through too many names; resolvers then answer SERVFAIL. Each alias is
    /// queried separately, and nothing else is learned from it.
    boolean loop(Name from) {
        Set<Name> seen = new HashSet<>();
        Name at = from;
        while (seen.size() <= AliasWalk.MOST_LINKS && seen.add(at)) {
            Link link = at(at);
            if (link == null) {
                return false;
            }
            at = link.alias().getTarget();
        }
        return true;
    }

    /// The alias at a name in an answer; null when there is none.
    static @Nullable CNAMERecord in(Message answer, Name name) {
        for (Record record : answer.getSection(Section.ANSWER)) {
            if (record instanceof CNAMERecord alias && alias.getName().equals(name)) {
                return alias;
            }
        }
        return null;
    }
}
