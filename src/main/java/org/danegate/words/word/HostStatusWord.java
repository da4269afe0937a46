package org.danegate.words.word;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.danegate.address.AddressText;
import org.danegate.address.DomainName;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.Evidence;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.event.Trouble;
import org.danegate.monitor.Attempt;
import org.danegate.monitor.Destination;
import org.danegate.operations.DestinationDesk;
import org.danegate.policy.SmtpRoute;
import org.danegate.words.NotRun;
import org.danegate.words.Run;
import org.danegate.words.Word;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `hoststatus`: one destination in depth, with what its last attempt found in DNS.
@Command(name = "hoststatus", description = "prints one destination: counters, hosts, last errors")
final class HostStatusWord implements Word {

    @Parameters(arity = "0..1", paramLabel = "DOMAIN", description = "recipient domain, or address in brackets")
    private @Nullable String domain;

    @Mixin
    private Form form = new Form();

    @Override
    public int run(Run run) throws NotRun {
        String name = DestinationDesk.destination(run.argument(domain, "Recipient host:\n", "", "DOMAIN"));
        Optional<Destination> found = run.rooms().delivery().find(name);
        if (found.isEmpty()) {
            run.problem("no mail for " + name + " waits or was delivered");
            return 1;
        }
        if (form.json()) {
            run.json(tree(found.get()));
        } else {
            print(found.get(), run);
        }
        return 0;
    }

    private static void print(Destination host, Run run) {
        run.line("Host mail status for: '" + host.domain() + "'");
        run.line("Status as of:         " + run.time(run.now()));
        run.line("Host up/down:         " + host.count().hostStatus().label().toLowerCase(Locale.ROOT));
        if (host.suspension() != null) {
            run.line("Delivery:             suspended");
        }
        run.line("");
        run.line("Counters:");
        run.line("  Queue");
        run.line(
                Columns.row("  Soft Bounced Events", Columns.number(host.count().softBouncedEvents())));
        long hard = host.count().hardBouncedRecipients();
        long delivered = host.count().deliveredRecipients();
        run.line("  Completion");
        run.line(Columns.row("  Completed Recipients", Columns.number(hard + delivered)));
        run.line(Columns.row("  Hard Bounced Recipients", Columns.number(hard)));
        run.line(Columns.row("  Delivered Recipients", Columns.number(delivered)));
        run.line("");
        run.line("Gauges:");
        run.line("  Queue");
        run.line(
                Columns.row("  Active Recipients", Columns.number(host.backlog().activeRecipients())));
        run.line(Columns.row(
                "  Recipients In Delivery", Columns.number(host.backlog().inDelivery())));
        run.line("  Connections");
        run.line(Columns.row(
                "  Current Outbound Connections", Columns.number(host.count().connectionsOut())));
        run.line("");
        run.line(String.format(
                "%-22s%s", "Oldest Message", Columns.age(host.backlog().oldest(), run.now())));
        Instant last = host.count().lastActivity();
        run.line(String.format("%-22s%s", "Last Activity", last.equals(Instant.EPOCH) ? "Never" : run.time(last)));
        hosts(host, run);
        errors(host, run);
    }

    private static void hosts(Destination host, Run run) {
        List<Attempt> attempts = host.count().attempts();
        run.line("");
        run.line("Ordered IP addresses: "
                + (attempts.isEmpty()
                        ? "none yet"
                        : "(as of " + run.time(attempts.getFirst().at()) + ")"));
        List<HostEvidence> found = attempts.isEmpty() ? List.of() : hosts(attempts.getFirst());
        found.forEach(one -> run.line(String.format("  %-12d%s", one.preference(), String.join(", ", addresses(one)))));
        run.line("MX Records:");
        if (!attempts.isEmpty()) {
            mx(attempts.getFirst())
                    .forEach(record -> run.line(String.format("  %-12d%s", record.preference(), record.target())));
        }
        run.line("SMTP Routes for this host:");
        routes(host.domain(), run).forEach(route -> run.line("  " + route));
    }

    private static void errors(Destination host, Run run) {
        run.line("");
        run.line("Last 5XX Error:");
        last(host, t -> t.code().startsWith("5")).ifPresentOrElse(a -> told(a, run), () -> run.line("  none"));
        run.line("Last TLS Error:");
        last(
                        host,
                        t -> t.dane()
                                || t.enhanced().startsWith("4.7.")
                                || t.enhanced().startsWith("5.7."))
                .ifPresentOrElse(a -> told(a, run), () -> run.line("  none"));
    }

    private static void told(Attempt attempt, Run run) {
        Trouble trouble = attempt.trouble();
        run.line("  " + run.time(attempt.at()) + "  " + (trouble == null ? "" : trouble.text()));
    }

    private static Optional<Attempt> last(Destination host, Predicate<Trouble> which) {
        return host.count().attempts().stream()
                .filter(a -> {
                    Trouble trouble = a.trouble();
                    return trouble != null && which.test(trouble);
                })
                .findFirst();
    }

    private static List<HostEvidence> hosts(Attempt attempt) {
        List<HostEvidence> found = new ArrayList<>();
        for (Evidence.HostResult result : attempt.evidence().hosts()) {
            HostEvidence dns = result.dns();
            if (dns != null) {
                found.add(dns);
            }
        }
        return found;
    }

    private static List<String> addresses(HostEvidence host) {
        List<String> texts = new ArrayList<>();
        for (Answer<InetAddress> answer : Arrays.asList(host.ipv4(), host.ipv6())) {
            if (answer instanceof Answer.Found<InetAddress> found) {
                found.records().forEach(address -> texts.add(AddressText.of(address)));
            }
        }
        return texts;
    }

    private static List<MxRecord> mx(Attempt attempt) {
        DomainEvidence domain = attempt.evidence().domain();
        return domain != null && domain.mx() instanceof Answer.Found<MxRecord> found ? found.records() : List.of();
    }

    private static List<String> routes(String domain, Run run) {
        if (domain.startsWith("[")) {
            return List.of();
        }
        return SmtpRoute.forDomain(
                        DomainName.parse(domain),
                        run.rooms().policy().current().policy().smtpRoutes())
                .map(route -> route.hosts().stream().map(HostStatusWord::text).toList())
                .orElse(List.of());
    }

    private static String text(SmtpRoute.Host host) {
        return switch (host) {
            case SmtpRoute.Host.Relay relay -> relay.host() + ":" + relay.port();
            case SmtpRoute.Host.UseDns use -> "USEDNS";
            case SmtpRoute.Host.Discard discard -> "/dev/null";
        };
    }

    private static Map<String, Object> tree(Destination host) {
        Map<String, Object> tree = new LinkedHashMap<>(HostTable.tree(host));
        tree.put("suspended", host.suspension() != null);
        tree.put("inDelivery", host.backlog().inDelivery());
        tree.put(
                "oldest",
                host.backlog().activeRecipients() == 0 ? null : host.backlog().oldest());
        tree.put("lastActivity", host.count().lastActivity());
        tree.put("lastError", host.count().lastError());
        List<Attempt> attempts = host.count().attempts();
        tree.put(
                "hosts",
                attempts.isEmpty()
                        ? List.of()
                        : hosts(attempts.getFirst()).stream()
                                .map(one -> Map.of(
                                        "host",
                                        one.host().ascii(),
                                        "preference",
                                        one.preference(),
                                        "addresses",
                                        addresses(one)))
                                .toList());
        return tree;
    }
}
