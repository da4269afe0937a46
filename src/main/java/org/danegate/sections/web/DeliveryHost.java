package org.danegate.sections.web;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A destination host of an SMTP route on a line, as the appliance writes it: `[2001:db8::1]:2525/pri=10`. Of ours are
/// `/dane=allow` and `/sts=on` at its end.
final class DeliveryHost {

    /// The last option of a line, and what is before it.
    private static final Pattern OPTION = Pattern.compile("(.+)/(pri|dane|sts)=([^/]*)");

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
        Object dane = host.get("dane");
        Object sts = host.get("mtaSts");
        return (bracketed ? "[" + name + "]" : name)
                + (port == null || port.equals(25) ? "" : ":" + port)
                + (priority == null || priority.equals(0) ? "" : "/pri=" + priority)
                + (dane == null || dane.equals("FAIL")
                        ? ""
                        : "/dane=" + String.valueOf(dane).toLowerCase(Locale.ROOT))
                + (sts == null || sts.equals(false) ? "" : "/sts=" + (sts.equals(true) ? "on" : sts));
    }

    /// The host of the policy file for a line. A port or priority that is not a number is passed on as typed, so
    /// that the policy reports the fault.
    static Map<String, Object> read(String line) {
        Map<String, Object> host = new LinkedHashMap<>();
        Map<String, String> options = new LinkedHashMap<>();
        String rest = line;
        Matcher option = OPTION.matcher(rest);
        while (option.matches()) {
            options.put(option.group(2), option.group(3).strip());
            rest = option.group(1).strip();
            option = OPTION.matcher(rest);
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
        if (options.containsKey("pri")) {
            host.put("priority", options.get("pri"));
        }
        if (options.containsKey("dane")) {
            host.put("dane", options.get("dane"));
        }
        if (options.containsKey("sts")) {
            host.put("mtaSts", options.get("sts"));
        }
        return host;
    }
}
