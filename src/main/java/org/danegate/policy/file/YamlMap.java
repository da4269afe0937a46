package org.danegate.policy.file;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.danegate.address.DomainName;
import org.danegate.address.MailAddress;
import org.danegate.policy.DomainPattern;
import org.danegate.wording.Fault;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// A mapping of the file, read key by key. It collects faults and never throws: a file is judged as a whole.
final class YamlMap {

    private final String path;
    private final List<Fault> faults;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Places places;

    /// @param keys those that the mapping may have
    YamlMap(Node node, String path, List<Fault> faults, Places places, List<String> keys) {
        this.path = path;
        this.faults = faults;
        this.places = places;
        places.at(path, line(node));
        if (isNull(node)) {
            return;
        }
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> take(tuple, keys));
        } else {
            fault(node, path, Wording.of("policy.file.mapping"));
        }
    }

    private void take(NodeTuple tuple, List<String> allowed) {
        String key = tuple.getKeyNode() instanceof ScalarNode s ? s.getValue() : "?";
        if (!allowed.contains(key)) {
            fault(tuple.getKeyNode(), at(key), Wording.of("policy.file.unknown", String.join(", ", allowed)));
        } else if (values.putIfAbsent(key, tuple.getValueNode()) != null) {
            fault(tuple.getKeyNode(), at(key), Wording.of("policy.file.twice"));
        } else {
            places.at(at(key), line(tuple.getKeyNode()));
        }
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    static int line(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }

    static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private void fault(Node node, String field, Wording wording) {
        faults.add(Fault.error(field, wording).onLine(line(node)));
    }

    private @Nullable Node value(String key) {
        Node node = values.get(key);
        return node == null || isNull(node) ? null : node;
    }

    /// The value read by `reader`; null when the key is absent, empty or wrong (then it adds a fault).
    <T> @Nullable T read(String key, Function<String, T> reader) {
        Node node = value(key);
        if (node == null) {
            return null;
        }
        if (node instanceof ScalarNode scalar) {
            return read(scalar, at(key), reader);
        }
        fault(node, at(key), Wording.of("policy.file.single"));
        return null;
    }

    private <T> @Nullable T read(ScalarNode scalar, String field, Function<String, T> reader) {
        try {
            return reader.apply(scalar.getValue());
        } catch (RefusedException e) {
            fault(scalar, field, e.fault().wording());
            return null;
        } catch (IllegalArgumentException e) {
            fault(scalar, field, Wording.of("policy.file.value", scalar.getValue()));
            return null;
        }
    }

    <T> T read(String key, T otherwise, Function<String, T> reader) {
        T value = read(key, reader);
        return value == null ? otherwise : value;
    }

    @Nullable
    String text(String key) {
        return read(key, s -> s);
    }

    String text(String key, String otherwise) {
        return read(key, otherwise, s -> s);
    }

    @Nullable
    Integer number(String key) {
        return read(key, YamlScalar::wholeNumber);
    }

    int number(String key, int otherwise) {
        return read(key, otherwise, YamlScalar::wholeNumber);
    }

    @Nullable
    Boolean truth(String key) {
        return read(key, YamlScalar::truth);
    }

    boolean truth(String key, boolean otherwise) {
        return read(key, otherwise, YamlScalar::truth);
    }

    <E extends Enum<E>> @Nullable E word(String key, Class<E> type) {
        return read(key, text -> YamlScalar.word(type, text));
    }

    <E extends Enum<E>> E word(String key, E otherwise) {
        return read(key, otherwise, text -> YamlScalar.word(otherwise.getDeclaringClass(), text));
    }

    @Nullable
    DomainName domain(String key) {
        return read(key, YamlScalar.worded("policy.file.domain", DomainName::parse));
    }

    @Nullable
    DomainPattern pattern(String key) {
        return read(key, YamlScalar.worded("policy.file.domain", DomainPattern::parse));
    }

    @Nullable
    MailAddress mailAddress(String key) {
        return read(key, YamlScalar.worded("policy.file.mail", MailAddress::parse));
    }

    Duration duration(String key, Duration otherwise) {
        return read(key, otherwise, YamlScalar::duration);
    }

    /// The mapping under a key; null when the key is absent.
    ///
    /// @param keys those that it may have
    @Nullable
    YamlMap map(String key, List<String> keys) {
        Node node = value(key);
        return node == null ? null : new YamlMap(node, at(key), faults, places, keys);
    }

    /// The list of mappings under a key.
    ///
    /// @param otherwise the value when the key is absent or holds no list
    /// @param reader null for an item that is left out
    /// @param keys those that each mapping may have
    <T> List<T> maps(String key, List<T> otherwise, Function<YamlMap, @Nullable T> reader, List<String> keys) {
        return items(key, otherwise, (node, field) -> reader.apply(new YamlMap(node, field, faults, places, keys)));
    }

    /// The list of texts under a key; an empty one when the key is absent or holds no list.
    List<String> texts(String key) {
        return items(key, List.of(), this::text);
    }

    /// The list of domain names under a key; an empty one when the key is absent or holds no list.
    List<DomainName> domains(String key) {
        Function<String, DomainName> reader = YamlScalar.worded("policy.file.domain", DomainName::parse);
        return items(key, List.of(), (node, field) -> {
            String text = text(node, field);
            return text == null ? null : read((ScalarNode) node, field, reader);
        });
    }

    private @Nullable String text(Node node, String field) {
        places.at(field, line(node));
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        fault(node, field, Wording.of("policy.file.single"));
        return null;
    }

    private <T> List<T> items(String key, List<T> otherwise, BiFunction<Node, String, @Nullable T> reader) {
        Node node = value(key);
        if (node == null) {
            return otherwise;
        }
        if (node instanceof SequenceNode sequence) {
            return items(sequence.getValue(), at(key), reader);
        }
        fault(node, at(key), Wording.of("policy.file.list"));
        return otherwise;
    }

    private <T> List<T> items(List<Node> nodes, String field, BiFunction<Node, String, @Nullable T> reader) {
        List<T> items = new ArrayList<>();
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            T item = reader.apply(nodes.get(i), field + "[" + i + "]");
            if (item != null) {
                items.add(item);
                kept.add(i);
            }
        }
        places.kept(field, kept);
        return items;
    }

    /// Adds a fault when a required key of an item is missing.
    boolean lacks(String key) {
        if (value(key) != null) {
            return false;
        }
        faults.add(Fault.error(at(key), Wording.of("policy.file.required")).onLine(places.line(path)));
        return true;
    }
}
