package org.danegate.sections.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A destination host of an SMTP route on a line, as the appliance writes it: `[2001:db8::1]:2525/pri=10`.
final class DeliveryHost {

    private DeliveryHost() {}

    /// The line for a host of the policy file; an item of another list is its own text.
    static String line(Object item) {
        if (!(item instanceof Map<?, ?> host)) {
            return String.valueOf(item);
        }
        String name = String.valueOf(host.get("host"));
        boolean bracketed = name.contains(":") && !name.startsWith("[");
        Object port = host.get("port");
        Object priority = host.get("priority");
        return (bracketed ? "[" + name + "]" : name)
                + (port == null || port.equals(25) ? "" : ":" + port)
                + (priority == null || priority.equals(0) ? "" : "/pri=" + priority);
    }

    /// The host of the policy file for a line. A port or priority that is not a number is passed on as typed, so
    /// that the policy reports the fault.
    static Map<String, Object> read(String line) {
        Map<String, Object> host = new LinkedHashMap<>();
        String rest = line;
        List<String> priority = new ArrayList<>();
        int slash = rest.lastIndexOf("/pri=");
        if (slash > 0) {
            priority.add(rest.substring(slash + 5).strip());
            rest = rest.substring(0, slash).strip();
        }
        int bracket = rest.lastIndexOf(']');
        int colon = rest.lastIndexOf(':');
        boolean port = colon > bracket && (bracket > 0 || rest.indexOf(':') == colon);
        String name = port ? rest.substring(0, colon) : rest;
        // A name in brackets is the host itself, without its MX hosts; brackets around an address mean nothing.
        host.put("host", name.matches("\\[([0-9.]+|.*:.*)]") ? name.substring(1, name.length() - 1) : name);
        if (port) {
            host.put("port", rest.substring(colon + 1));
        }
        if (!priority.isEmpty()) {
            host.put("priority", priority.getFirst());
        }
        return host;
    }
}
