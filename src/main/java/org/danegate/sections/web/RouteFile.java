package org.danegate.sections.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// SMTP routes as the appliance's `smtproutes` exports and imports them: a line for each domain, followed by its hosts,
/// separated by commas: `example.com host1.example.com, host2.example.com:2525/pri=10` (esa-webui.md 4). Lines that
/// begin with `#` are ignored.
final class RouteFile {

    private static final String LOGIN = "authentication";

    private RouteFile() {}

    /// The result of reading.
    ///
    /// @param routes in the form of the policy file
    /// @param lines number of each route's line, from 1
    /// @param faults of lines that contain no route
    record Reading(List<Map<String, Object>> routes, List<Integer> lines, List<NoRoute> faults) {}

    /// A line that contains no route.
    record NoRoute(int line, String text) {}

    static Reading read(String text) {
        List<Map<String, Object>> routes = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        List<NoRoute> faults = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("\\s+", 2);
            if (parts.length < 2) {
                faults.add(new NoRoute(number, line));
            } else {
                routes.add(route(parts[0], parts[1]));
                lines.add(number);
            }
        }
        return new Reading(routes, lines, faults);
    }

    private static Map<String, Object> route(String domain, String hosts) {
        Map<String, Object> route = new LinkedHashMap<>();
        route.put("domain", domain);
        route.put("hosts", hosts().value(hosts));
        return route;
    }

    /// The routes with the authentication that the routes of the same domains had before: the file does not have
    /// it.
    static List<Map<String, Object>> withLogins(List<Map<String, Object>> routes, List<Map<String, Object>> before) {
        Map<Object, Object> logins = new HashMap<>();
        before.stream()
                .filter(route -> route.containsKey(LOGIN))
                .forEach(route -> logins.put(route.get("domain"), route.get(LOGIN)));
        return routes.stream()
                .map(route -> {
                    Object login = logins.get(route.get("domain"));
                    Map<String, Object> all = new LinkedHashMap<>(route);
                    if (login != null && relays(route)) {
                        all.put(LOGIN, login);
                    }
                    return all;
                })
                .toList();
    }

    /// Whether a route names hosts; another takes no authentication.
    private static boolean relays(Map<String, Object> route) {
        String typed = hosts().typed(route.get("hosts"));
        return !typed.equals("USEDNS") && !typed.equals("/dev/null");
    }

    static String write(List<Map<String, Object>> routes) {
        StringBuilder text = new StringBuilder();
        routes.forEach(r -> text.append(r.get("domain"))
                .append(' ')
                .append(hosts().typed(r.get("hosts")).replace("\n", ", "))
                .append('\n'));
        return text.toString();
    }

    private static SectionField hosts() {
        return SectionField.hosts("hosts");
    }
}
