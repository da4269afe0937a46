package org.danegate.policy.file;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.danegate.policy.Policy;
import org.danegate.policy.PolicyValidation;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.representer.Representer;

/// Reads a policy file. Missing sections and keys have the appliance's defaults. Everything present is checked:
/// structure, keys, values, and the policy as a whole.
public final class PolicyFile {

    /// The most faults of a file that are reported one by one.
    static final int MOST_FAULTS = 1_000;

    private static final int MOST_CHARACTERS = 50_000_000;

    private PolicyFile() {}

    /// The result of reading.
    ///
    /// @param policy null when there are faults
    /// @param faults in the order of lines
    /// @param advice what an administrator should know although it stops nothing
    public record Reading(@Nullable Policy policy, List<Fault> faults, List<Fault> advice) {
        public Reading {
            faults = List.copyOf(faults);
            advice = List.copyOf(advice);
        }
    }

    /// Reads YAML or JSON text.
    public static Reading read(String text) {
        if (ApplianceConfiguration.recognised(text)) {
            return new Reading(null, List.of(Fault.inLine(1, Wording.of("policy.appliance.file"))), List.of());
        }
        try {
            Fault large = YamlBounds.fault(text, options());
            return large == null ? bounded(text) : new Reading(null, List.of(large), List.of());
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            return unreadable(line, String.valueOf(e.getProblem()));
        } catch (YAMLException e) {
            return unreadable(1, String.valueOf(e.getMessage()));
        }
    }

    private static Reading bounded(String text) {
        List<Fault> faults = new ArrayList<>();
        Places places = new Places();
        Policy policy = policy(text, faults, places);
        Fault many = YamlBounds.fault(policy, places);
        if (many != null) {
            return new Reading(null, List.of(many), List.of());
        }
        List<Fault> advice = judge(policy, faults, places);
        return new Reading(faults.isEmpty() ? policy : null, faults, advice);
    }

    private static Policy policy(String text, List<Fault> faults, Places places) {
        Node root = new Yaml(options()).compose(new StringReader(text));
        return root == null ? Policy.defaults() : new PolicyReader(faults, places).read(root);
    }

    /// Adds the findings of the policy's rules to those of reading.
    ///
    /// @return the findings that are not faults
    private static List<Fault> judge(Policy policy, List<Fault> faults, Places places) {
        List<Fault> found = PolicyValidation.validate(policy);
        Set<String> told = new HashSet<>();
        faults.forEach(fault -> told.add(fault.field()));
        found.stream()
                .filter(Fault::isError)
                .map(f -> f.at(places.inFile(f.field())))
                .map(f -> f.onLine(places.line(f.field())))
                .filter(f -> !told.contains(f.field()))
                .forEach(faults::add);
        FaultLimit.apply(faults, (line, rest) -> Fault.inLine(line, Wording.of("policy.file.more", rest)));
        return found.stream().filter(Fault::isAdvice).toList();
    }

    /// A policy that is being edited.
    ///
    /// @param policy as far as it could be read
    /// @param faults its faults
    public record Draft(Policy policy, List<Fault> faults) {
        public Draft {
            faults = List.copyOf(faults);
        }
    }

    /// Reads the form's version of {@link PolicyDocument#tree}, with the rules of the file and no others.
    ///
    /// @param tree maps, lists, texts, numbers and truth values
    public static Draft draft(Map<String, Object> tree) {
        List<Fault> faults = new ArrayList<>();
        Places places = new Places();
        Node root = new Representer(new DumperOptions()).represent(unshared(tree));
        Policy policy = new PolicyReader(faults, places).read(root);
        Fault many = YamlBounds.fault(policy, places);
        if (many != null) {
            return new Draft(policy, List.of(many));
        }
        judge(policy, faults, places);
        return new Draft(policy, faults);
    }

    /// The same values without an object that is in two places, which YAML would write as a reference.
    private static Object unshared(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, one) -> copy.put(key, unshared(one)));
                yield copy;
            }
            case List<?> list ->
                list.stream().map(PolicyFile::unshared).collect(Collectors.toCollection(ArrayList::new));
            default -> value;
        };
    }

    /// @param words the parser's message, in English
    private static Reading unreadable(int line, String words) {
        return new Reading(null, List.of(Fault.inLine(line, Wording.of("policy.file.syntax", words))), List.of());
    }

    /// Reads text that Danegate wrote itself. Values are not checked, because a working copy may have faults.
    ///
    /// @throws IllegalStateException when the text cannot be read at all
    public static Policy readUnchecked(String text) {
        List<Fault> faults = new ArrayList<>();
        Policy policy = policy(text, faults, new Places());
        if (!faults.isEmpty()) {
            throw new IllegalStateException(
                    "stored policy: " + faults.getFirst().in("document"));
        }
        return policy;
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        return options;
    }
}
