package org.danegate.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.danegate.packages.DeploymentFiles.COMPOSE;
import static org.danegate.packages.DeploymentFiles.KUBERNETES;
import static org.danegate.packages.DeploymentFiles.at;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.danegate.peers.Peers;
import org.danegate.policy.file.PolicyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files for Compose and Kubernetes are valid, and say the same as the image.
class DeploymentFilesTest {

    private static void isValid(Map<String, Object> object) {
        JsonElement json = new Gson().toJsonTree(object);
        try {
            switch (object.get("apiVersion") + " " + object.get("kind")) {
                case "v1 Namespace" -> V1Namespace.validateJsonElement(json);
                case "v1 Service" -> V1Service.validateJsonElement(json);
                case "apps/v1 StatefulSet" -> V1StatefulSet.validateJsonElement(json);
                case "networking.k8s.io/v1 NetworkPolicy" -> V1NetworkPolicy.validateJsonElement(json);
                default -> throw new IllegalArgumentException("not known to this test: " + object.get("kind"));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void kubernetes_knows_every_field_of_every_object() throws IOException {
        Map<String, Object> kustomization = DeploymentFiles.documents(KUBERNETES.resolve("kustomization.yaml"))
                .getFirst();
        List<String> listed = ((List<?>) at(kustomization, "resources"))
                .stream().map(String::valueOf).toList();
        assertThat(listed).hasSize(4);
        for (String file :
                Stream.concat(listed.stream(), Stream.of("load-balancer.yaml")).toList()) {
            DeploymentFiles.documents(KUBERNETES.resolve(file)).forEach(DeploymentFilesTest::isValid);
        }
        assertThat(at(kustomization, "images", 0, "newTag")).isEqualTo(DeploymentFiles.projectVersion());
    }

    @Test
    void a_field_that_kubernetes_does_not_know_would_be_found() throws IOException {
        Map<String, Object> set = DeploymentFiles.documents(KUBERNETES.resolve("statefulset.yaml"))
                .getFirst();
        DeploymentFiles.map(at(set, "spec", "template", "spec", "containers", 0, "readinessProbe"))
                .put("perioSeconds", 10);
        assertThatThrownBy(() -> isValid(set)).hasMessageContaining("perioSeconds");
    }

    @Test
    void compose_accepts_its_file(@TempDir Path folder) throws Exception {
        Peers.require("/usr/bin/docker-compose", "docker-compose");
        for (String file : List.of("compose.yaml", "policy.yml")) {
            Files.copy(COMPOSE.resolve(file), folder.resolve(file));
        }
        Files.writeString(Files.createDirectory(folder.resolve("secrets")).resolve("admin-password"), "x");
        Files.writeString(folder.resolve(".env"), "DANEGATE_HOSTNAME=gate.example.org\n");
        Process compose = new ProcessBuilder("docker-compose", "--file", "compose.yaml", "config")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(compose.getInputStream().readAllBytes());
        assertThat(compose.waitFor()).as(said).isZero();
        assertThat(said).contains("hostname: gate.example.org", "image: danegate:" + DeploymentFiles.projectVersion());
    }

    @Test
    void both_run_the_images_user_without_privileges_on_a_root_that_cannot_be_written() throws IOException {
        Object service = DeploymentFiles.composeService();
        assertThat(at(service, "user")).isEqualTo("65532:65532");
        assertThat(at(service, "read_only")).isEqualTo(true);
        assertThat(at(service, "cap_drop")).isEqualTo(List.of("ALL"));
        Object container = DeploymentFiles.container();
        assertThat(at(container, "securityContext"))
                .isEqualTo(Map.of(
                        "allowPrivilegeEscalation",
                        false,
                        "readOnlyRootFilesystem",
                        true,
                        "capabilities",
                        Map.of("drop", List.of("ALL"))));
        assertThat(at(container, "ports", 0, "containerPort")).isEqualTo(2525);
        assertThat(at(container, "ports", 1, "containerPort")).isEqualTo(8080);
    }

    @Test
    void their_policies_have_neither_faults_nor_advice() throws IOException {
        for (Path file : List.of(
                COMPOSE.resolve("policy.yml"),
                KUBERNETES.resolve("policy.yml"),
                Path.of("src/packages/image/etc/policy.yml"),
                Path.of("src/packages/system/policy.yml"))) {
            PolicyFile.Reading reading = PolicyFile.read(Files.readString(file));
            assertThat(reading.faults()).as(file.toString()).isEmpty();
            assertThat(reading.advice()).as(file.toString()).isEmpty();
        }
    }
}
