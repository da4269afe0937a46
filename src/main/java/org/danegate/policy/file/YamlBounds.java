package org.danegate.policy.file;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.danegate.policy.Policy;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;

/// Limits on the size of a policy file. They are checked event by event before anything is kept, and aliases count each
/// time they are used: an oversized file costs neither memory nor the time to read it.
final class YamlBounds {

    /// The most characters of a file, as for the largest form.
    static final int MOST_CHARACTERS = 24_000_000;

    /// The most items of a list; Destination Controls may have this many entries.
    static final int MOST_ITEMS = 50_000;

    /// The most values and keys of a file: some 37,000 destinations with every key.
    static final int MOST_VALUES = 1_000_000;

    /// The most SMTP routes and lines of the recipient access table: each is compared with all destinations.
    static final int MOST_LINES = 10_000;

    /// The most objects of the other kinds.
    static final int MOST_OBJECTS = 1_000;

    private final Deque<Open> open = new ArrayDeque<>();
    private final Map<String, Long> anchors = new HashMap<>();

    /// A list or mapping that is being read.
    private static final class Open {

        private final @Nullable String anchor;
        private long values = 1;
        private int items;

        Open(@Nullable String anchor) {
            this.anchor = anchor;
        }
    }

    private YamlBounds() {}

    /// The fault of a text that is too large; null when it is not.
    ///
    /// @throws org.yaml.snakeyaml.error.YAMLException when it is no YAML
    static @Nullable Fault fault(String text, LoaderOptions options) {
        if (text.length() > MOST_CHARACTERS) {
            return Fault.inLine(1, Wording.of("policy.file.characters", text.length(), MOST_CHARACTERS));
        }
        YamlBounds bounds = new YamlBounds();
        for (Event event : new Yaml(options).parse(new StringReader(text))) {
            Wording wording = bounds.take(event);
            if (wording != null) {
                return Fault.inLine(
                        event.getStartMark() == null ? 1 : event.getStartMark().getLine() + 1, wording);
            }
        }
        return null;
    }

    private @Nullable Wording take(Event event) {
        return switch (event) {
            case CollectionEndEvent end -> ended(open.pop());
            case CollectionStartEvent start -> started(start);
            // An alias inside the node that it names is never complete.
            case AliasEvent alias -> add(anchors.getOrDefault(alias.getAnchor(), (long) MOST_VALUES), true);
            case NodeEvent scalar -> scalar(scalar);
            default -> null;
        };
    }

    private @Nullable Wording started(CollectionStartEvent start) {
        Wording wording = add(0, true);
        open.push(new Open(start.getAnchor()));
        return wording;
    }

    private @Nullable Wording ended(Open ended) {
        if (ended.anchor != null) {
            anchors.put(ended.anchor, ended.values);
        }
        return add(ended.values, false);
    }

    private @Nullable Wording scalar(NodeEvent scalar) {
        if (scalar.getAnchor() != null) {
            anchors.put(scalar.getAnchor(), 1L);
        }
        return add(1, true);
    }

    private @Nullable Wording add(long values, boolean item) {
        Open around = open.peek();
        if (around == null) {
            return null;
        }
        around.values += values;
        around.items += item ? 1 : 0;
        if (around.items > MOST_ITEMS) {
            return Wording.of("policy.file.items", MOST_ITEMS);
        }
        return around.values > MOST_VALUES ? Wording.of("policy.file.values", MOST_VALUES) : null;
    }

    /// The fault of a policy with too many objects; null when there is none.
    static @Nullable Fault fault(Policy policy, Places places) {
        Fault lines = first(places, lines(policy), MOST_LINES);
        return lines == null ? first(places, objects(policy), MOST_OBJECTS) : lines;
    }

    private static Map<String, Integer> lines(Policy policy) {
        return Map.of(
                "smtpRoutes", policy.smtpRoutes().size(),
                "recipientAccess", policy.recipientAccess().size(),
                "tlsBySender", policy.tlsBySender().size());
    }

    private static Map<String, Integer> objects(Policy policy) {
        return Map.of(
                "bounceProfiles", policy.bounceProfiles().size(),
                "listeners", policy.listeners().size(),
                "mailFlowPolicies", policy.mailFlowPolicies().size(),
                "logSubscriptions", policy.logSubscriptions().size(),
                "dns.servers", policy.dns().servers().size(),
                "dns.secondaryServers", policy.dns().secondaryServers().size(),
                "virtualGateways.interfaces",
                        policy.virtualGateways().interfaces().size(),
                "alerts.recipients", policy.alerts().recipients().size(),
                "dkim.profiles", policy.dkim().profiles().size());
    }

    private static @Nullable Fault first(Places places, Map<String, Integer> sizes, int most) {
        return sizes.entrySet().stream()
                .filter(list -> list.getValue() > most)
                .map(list -> Fault.error(list.getKey(), Wording.of("policy.file.many", list.getValue(), most))
                        .onLine(places.line(list.getKey())))
                .findFirst()
                .orElse(null);
    }
}
