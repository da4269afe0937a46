package org.danegate.dns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.DomainName;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// Each of the servers queried separately, with a cache and keys of its own: what one says does not depend on what
/// another said.
final class SeparateServers {

    private final Validators validators;
    private final Servers servers;

    SeparateServers(Validators validators, Servers servers) {
        this.validators = validators;
        this.servers = servers;
    }

    /// Queries each other resolver before a bogus answer is final (D-26): a resolver that strips signatures must
    /// not delay mail when another passes them. The fresh head and validator share nothing with the first.
    Verdict secondOpinion(Verdict.Bogus bogus, Name name, int type) {
        List<Servers.Single> singles = servers.singles(name);
        // One server may have given the data and another the keys; then each server is queried separately.
        for (Servers.Single other : singles) {
            if (singles.size() == 1 && other.name().equals(bogus.server())) {
                continue;
            }
            try {
                Verdict second = alone(other).ask(name, type, new LookupTrace(Validation.VIRTUAL));
                if (second instanceof Verdict.Answered good) {
                    return despite(bogus, good);
                }
            } catch (IOException e) {
                // The anchors were removed after the chain was built; the first verdict remains.
                return bogus;
            }
        }
        return bogus;
    }

    private static Verdict despite(Verdict.Bogus bogus, Verdict.Answered good) {
        String reason = good.reason() + "; resolver " + bogus.server() + " was bogus: " + bogus.reason();
        return new Verdict.Answered(
                good.message(), good.secure(), reason, good.server(), good.life(), good.ofSigners());
    }

    /// Each server that may be queried for a name.
    ///
    /// @param but the server to leave out
    List<AliasWalk.Chain> chains(DomainName name, @Nullable String but) {
        List<AliasWalk.Chain> chains = new ArrayList<>();
        for (Servers.Single single : servers.singles(AliasWalk.nameOf(name))) {
            if (!single.name().equals(but)) {
                try {
                    Judge own = alone(single);
                    chains.add((asked, type) -> own.ask(asked, type, new LookupTrace(Validation.VIRTUAL)));
                } catch (IOException e) {
                    // The anchors were removed after the chain was built: no answer can be trusted.
                    return List.of();
                }
            }
        }
        return chains;
    }

    private Judge alone(Servers.Single single) throws IOException {
        return new Judge(validators, new HeadResolver(single.source(), validators.clock()), servers);
    }
}
