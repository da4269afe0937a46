package org.danegate.packages;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The files for Docker Compose and for Kubernetes.
final class DeploymentFiles {

    static final Path COMPOSE = Path.of("deploy/compose");
    static final Path KUBERNETES = Path.of("deploy/kubernetes");

    private DeploymentFiles() {}

    /// The version in pom.xml.
    static String projectVersion() throws IOException {
        Matcher version = Pattern.compile("<artifactId>danegate</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Files.readString(Path.of("pom.xml")));
        if (!version.find()) {
            throw new IllegalStateException("pom.xml has no version");
        }
        return version.group(1);
    }

    /// The documents of a YAML file.
    static List<Map<String, Object>> documents(Path file) throws IOException {
        List<Map<String, Object>> documents = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file)) {
            new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(reader).forEach(one -> documents.add(map(one)));
        }
        return documents;
    }

    /// A value below a document, by the keys and places that lead to it.
    static Object at(Object from, Object... path) {
        Object here = from;
        for (Object step : path) {
            here = step instanceof Integer place ? ((List<?>) here).get(place) : ((Map<?, ?>) here).get(step);
            if (here == null) {
                throw new IllegalArgumentException("nothing at " + step + " in " + from);
            }
        }
        return here;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    /// The one service of compose.yaml.
    static Object composeService() throws IOException {
        return at(documents(COMPOSE.resolve("compose.yaml")).getFirst(), "services", "danegate");
    }

    /// The one container of the stateful set.
    static Object container() throws IOException {
        return at(
                documents(KUBERNETES.resolve("statefulset.yaml")).getFirst(),
                "spec",
                "template",
                "spec",
                "containers",
                0);
    }

    /// The command of Compose's health check.
    static List<String> composeHealthCheck() throws IOException {
        List<?> test = (List<?>) at(composeService(), "healthcheck", "test");
        return test.stream().skip(1).map(String::valueOf).toList();
    }

    /// The paths that the kubelet asks for.
    static List<String> probes() throws IOException {
        List<String> paths = new ArrayList<>();
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            paths.add((String) at(container(), probe, "httpGet", "path"));
        }
        return paths;
    }
}
