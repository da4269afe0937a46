package org.danegate.policy.file;

import java.util.List;
import java.util.Map;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.SmtpRoute;
import org.jspecify.annotations.Nullable;

/// The section `smtpRoutes` of a policy file.
final class SmtpRoutesSection {

    private static final String ALL = "ALL";
    private static final String USE_DNS = "USEDNS";
    private static final String DISCARD = "/dev/null";

    private static final List<String> KEYS = List.of("domain", "hosts", "authentication");
    private static final List<String> HOST = List.of("host", "port", "priority", "dane", "mtaSts");

    private SmtpRoutesSection() {}

    static List<SmtpRoute> read(YamlMap root, List<SmtpRoute> otherwise) {
        return root.maps("smtpRoutes", otherwise, SmtpRoutesSection::route, KEYS);
    }

    private static @Nullable SmtpRoute route(YamlMap map) {
        if (map.lacks("domain") || map.lacks("hosts")) {
            return null;
        }
        boolean all = ALL.equals(map.text("domain"));
        DomainPattern pattern = all ? null : map.pattern("domain");
        return !all && pattern == null
                ? null
                : new SmtpRoute(
                        pattern,
                        map.maps("hosts", List.of(), SmtpRoutesSection::host, HOST),
                        map.text("authentication"));
    }

    private static SmtpRoute.@Nullable Host host(YamlMap map) {
        if (map.lacks("host")) {
            return null;
        }
        String host = map.text("host", "");
        return switch (host) {
            case USE_DNS -> new SmtpRoute.Host.UseDns();
            case DISCARD -> new SmtpRoute.Host.Discard();
            default ->
                new SmtpRoute.Host.Relay(
                        host,
                        map.number("port", 25),
                        map.number("priority", 0),
                        map.word("dane", SmtpRoute.Dane.FAIL),
                        map.truth("mtaSts", false));
        };
    }

    static Map<String, Object> tree(SmtpRoute route) {
        String domain = route.pattern() == null ? ALL : route.pattern().toString();
        return FileTree.map(
                "domain", domain,
                "hosts", FileTree.list(route.hosts(), SmtpRoutesSection::tree),
                "authentication", route.authentication());
    }

    private static Map<String, Object> tree(SmtpRoute.Host host) {
        return switch (host) {
            case SmtpRoute.Host.UseDns u -> FileTree.map("host", USE_DNS);
            case SmtpRoute.Host.Discard d -> FileTree.map("host", DISCARD);
            case SmtpRoute.Host.Relay r ->
                FileTree.map(
                        "host", r.host(),
                        "port", r.port(),
                        "priority", r.priority(),
                        "dane",
                                r.dane() == SmtpRoute.Dane.FAIL
                                        ? null
                                        : r.dane().name(),
                        "mtaSts", r.mtaSts() ? true : null);
        };
    }
}
