package org.danegate.words.word;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.access.Role;
import org.danegate.address.DomainName;
import org.danegate.policy.SmtpRoute;
import org.danegate.words.NotRun;
import org.danegate.words.Run;
import org.danegate.words.Word;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tlsverify`: whether a domain's hosts offer TLS with a certificate of a public authority and the right name.
@Command(name = "tlsverify", description = "verifies TLS and the certificate of a domain, without DANE")
final class TlsVerifyWord implements Word {

    private static final Pattern HOST = Pattern.compile("(\\[[^]]+]|[^:\\[\\]]+)(?::(\\d{1,5}))?");

    @Parameters(index = "0", arity = "0..1", paramLabel = "DOMAIN", description = "TLS domain to verify against")
    private @Nullable String domain;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "HOST[:PORT]",
            description = "host to connect to instead of the domain's MX hosts; needs the role Operator")
    private @Nullable String host;

    @Mixin
    private Form form = new Form();

    @Override
    public int run(Run run) throws NotRun {
        DomainName name =
                DaneVerifyWord.domain(run.argument(domain, "Enter the TLS domain to verify against:\n", "", "DOMAIN"));
        SmtpRoute.Host.Relay relay = relay(host, run);
        List<String> transcript = new ArrayList<>();
        Optional<Boolean> verified = run.rooms()
                .verifications()
                .limited(() -> run.rooms().tls().verify(name, relay, line -> {
                    transcript.add(line);
                    if (!form.json()) {
                        run.line(line);
                    }
                }));
        if (verified.isEmpty()) {
            throw new NotRun(DaneVerifyWord.BUSY);
        }
        if (form.json()) {
            run.json(Map.of("domain", name.ascii(), "verified", verified.get(), "transcript", transcript));
        }
        return verified.get() ? 0 : 1;
    }

    /// Any host can be named, so this asks more of the user than the domain's own hosts.
    private static SmtpRoute.Host.@Nullable Relay relay(@Nullable String host, Run run) throws NotRun {
        if (host == null) {
            return null;
        }
        run.demand(Role.OPERATOR, "naming a host");
        Matcher parts = HOST.matcher(host);
        int port = parts.matches() && parts.group(2) != null ? Integer.parseInt(parts.group(2)) : 25;
        if (!parts.matches() || port < 1 || port > 65535) {
            throw new NotRun("not a host: " + host);
        }
        String name = parts.group(1);
        boolean literal = name.startsWith("[") || name.matches("[0-9.]+");
        return new SmtpRoute.Host.Relay(literal ? name : "[" + name + "]", port, 0);
    }
}
