package org.danegate.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.danegate.packages.UnpackedImage.Container;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The image without a container engine: what its layers hold, and a server that runs in it, on a volume such as
/// Kubernetes gives. Runs in `./mvnw -Ppackages verify`.
class ImageIT {

    private static final String PASSWORD = "image-only-1";
    private static final String USER = "65532:65532";

    @TempDir
    static Path folder;

    private static UnpackedImage image;

    @BeforeAll
    static void unpack() throws Exception {
        Path target = Machine.withPackages(Map.of(
                "/usr/bin/umoci",
                "umoci",
                "/usr/bin/curl",
                "curl",
                "/bin/ip",
                "iproute2",
                "/usr/bin/setpriv",
                "util-linux"));
        image = UnpackedImage.of(
                target.resolve("danegate-image.tar"), "danegate:" + DeploymentFiles.projectVersion(), folder);
    }

    @Test
    void says_who_it_runs_as_what_it_keeps_and_which_ports_it_opens() {
        JsonNode config = image.config();
        assertThat(config.get("User").asString()).isEqualTo(USER);
        assertThat(config.at("/ExposedPorts").propertyNames()).containsExactlyInAnyOrder("2525/tcp", "8080/tcp");
        assertThat(config.at("/Volumes").propertyNames()).containsExactlyInAnyOrder("/var/lib/danegate", "/tmp");
        assertThat(config.at("/Entrypoint/0").asString()).isEqualTo("/usr/share/danegate/bin/danegate");
        assertThat(config.at("/Cmd/0").asString()).isEqualTo("serve");
        assertThat(config.at("/Labels").propertyNames()).allMatch(name -> name.startsWith("org.opencontainers.image."));
    }

    @Test
    void holds_a_layer_each_for_base_runtime_libraries_danegate_and_archives_and_nothing_that_gives_privileges()
            throws Exception {
        assertThat(image.layers()).isEqualTo(5);
        assertThat(image.path("/usr/share/danegate/archives/server.aot")).isNotEmptyFile();
        assertThat(image.path("/app")).doesNotExist();
        assertThat(image.path("/usr/share/doc/libc6/copyright")).isNotEmptyFile();
        for (String notice : List.of("LICENSE", "THIRD-PARTY.txt", "bom.json")) {
            assertThat(image.path("/usr/share/doc/danegate/" + notice)).isNotEmptyFile();
        }
        assertThat(image.path("/var/lib/dpkg/status.d/libc6")).content().contains("Version: ");
        String root = image.path("/").toString();
        assertThat(Machine.output("find", root, "-type", "f", "-perm", "/6000")).isEmpty();
        assertThat(Machine.output("find", root, "-xdev", "-not", "-uid", "0")).isEqualTo(root + "/var/lib/danegate");
        assertThat(Machine.output("find", root, "-type", "f", "-perm", "/022")).isEmpty();
    }

    @Test
    void runs_on_a_volume_of_kubernetes_takes_mail_and_ends_with_status_zero() throws Exception {
        Path volume = volume();
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("danegate.admin-password"), PASSWORD);
        Path log = folder.resolve("container.log");
        // Java ends where it cannot use the archive.
        String options = "JAVA_OPTS=-XX:AOTMode=on -Xlog:aot+codecache+init=info";
        try (Container container = image.run(volume, secrets, log, "DANEGATE_HOSTNAME=gate.example.org", options)) {
            await().atMost(Duration.ofMinutes(10)).until(() -> {
                assertThat(container.process().isAlive())
                        .as(Files.readString(log))
                        .isTrue();
                return container.succeeds(DeploymentFiles.composeHealthCheck().toArray(String[]::new));
            });
            answersProbes(container);
            takesMail(container);
            mayDoLittle(container);
            startsFromArchivesThatEveryProcessorCanUse(container, log);
            assertThat(container.stop()).as(Files.readString(log)).isZero();
        }
        assertThat(volume.resolve("data/queue/waiting-at-stop")).hasContent("1");
    }

    /// As with `fsGroup`: the top is root's, the group may write, and the file system has left a folder there.
    private static Path volume() throws Exception {
        Path volume = Files.createDirectory(folder.resolve("volume"));
        Files.createDirectory(volume.resolve("lost+found"));
        Machine.output("chmod", "0700", volume.resolve("lost+found").toString());
        Machine.output("chgrp", "65532", volume.toString());
        Machine.output("chmod", "2775", volume.toString());
        return volume;
    }

    /// By the pod's own address, as the kubelet asks.
    private static void answersProbes(Container container) throws Exception {
        for (String path : DeploymentFiles.probes()) {
            assertThat(container.near("curl", "-sSf", "http://10.99.0.1:8080" + path))
                    .contains("\"UP\"");
        }
    }

    private static void takesMail(Container container) throws Exception {
        Path mail = Files.writeString(folder.resolve("mail"), "Subject: kept\r\n\r\nText\r\n");
        container.near(Stream.of(
                        "curl -sS smtp://127.0.0.1:2525 --mail-from ana@sender.test --mail-rcpt bob@receiver.test -T"
                                .split(" "),
                        new String[] {mail.toString()})
                .flatMap(Stream::of)
                .toArray(String[]::new));
        assertThat(container.near(
                        "curl",
                        "-sSf",
                        "-u",
                        "admin:" + PASSWORD,
                        "http://10.99.0.1:8080/api/v1/delivery-status?limit=1"))
                .contains("\"activeRecipients\":1");
    }

    private static void startsFromArchivesThatEveryProcessorCanUse(Container container, Path log) throws Exception {
        String archives = "/usr/share/danegate/archives/";
        assertThat(container.output("/usr/bin/cat", "/proc/1/cmdline")).contains("-XX:AOTCache=" + archives);
        assertThat(log).content().contains("AOT Code Cache is empty");
        // With -Xshare:on Java ends where the archive is not for these classes.
        assertThat(container.output(
                        "/usr/lib/jvm/danegate-runtime/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:on",
                        "-XX:SharedArchiveFile=" + archives + "classes.jsa",
                        "-cp",
                        "/usr/share/danegate/danegate.jar",
                        "org.danegate.command.CommandLine",
                        "help"))
                .startsWith("Usage:");
    }

    private static void mayDoLittle(Container container) throws Exception {
        assertThat(container.output("/usr/bin/cat", "/proc/1/status"))
                .containsPattern("Uid:\\s+65532\\s+65532")
                .containsPattern("CapEff:\\s+0+\\s")
                .containsPattern("CapPrm:\\s+0+\\s")
                .containsPattern("NoNewPrivs:\\s+1");
        assertThat(container.output("/usr/bin/cat", "/proc/1/cmdline"))
                .startsWith("/usr/lib/jvm/danegate-runtime/bin/java");
        assertThat(container.succeeds("/usr/bin/sh", "-c", "echo x >/etc/danegate/policy.yml"))
                .isFalse();
        for (String command : List.of("help", "policy check /etc/danegate/policy.yml")) {
            assertThat(container.succeeds(
                            "/usr/bin/sh", "-c", "DANEGATE_JAVA=/usr/lib/jvm/danegate-runtime danegate " + command))
                    .as(command)
                    .isTrue();
        }
    }
}
