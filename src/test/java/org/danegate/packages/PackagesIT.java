package org.danegate.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.danegate.peers.NotifyPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The packages on a fresh Debian: installed, running as the unit says, upgraded, removed and purged. Runs in
/// `./mvnw -Ppackages verify`.
class PackagesIT {

    private static final String PASSWORD = "packages-only-1";
    private static final String CONSOLE = "http://127.0.0.1:8080";
    private static final String DATA = "/var/lib/danegate";
    private static final String CACHE = "/var/cache/danegate";
    private static final String FIRST = "DANEGATE_ADMIN_PASSWORD=" + PASSWORD;

    @TempDir
    static Path folder;

    private static Path target;
    private static DebianRoot debian;

    @BeforeAll
    @Timeout(1800)
    static void fresh() throws Exception {
        target = Machine.withPackages(Map.of(
                "/usr/bin/mmdebstrap",
                "mmdebstrap",
                "/bin/ip",
                "iproute2",
                "/usr/bin/setpriv",
                "util-linux",
                "/usr/bin/curl",
                "curl"));
        debian = DebianRoot.make(folder);
    }

    @AfterAll
    static void clean() throws Exception {
        if (debian != null) {
            debian.remove();
        }
    }

    private static Path made(String name) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(f -> f.getFileName().toString().matches(name + "_[^_]+_\\w+\\.deb"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String owner(String path) throws Exception {
        return debian.in("stat", "-c", "%U:%G %a", path);
    }

    @Test
    @Timeout(3600)
    void installed_it_runs_as_its_user_keeps_mail_over_an_upgrade_and_leaves_nothing_but_waiting_mail()
            throws Exception {
        debian.install(made("danegate-runtime"), made("danegate"));
        placesAreRight();
        unitIsHardened();
        try (NotifyPeer systemd = NotifyPeer.listen(debian.path("/run/notify").toString())) {
            Process service = debian.serve(List.of("NOTIFY_SOCKET=/run/notify", FIRST));
            takesMailOnPort25(service);
            stops(service);
            assertThat(systemd.next()).startsWith("'STATUS=Starting");
            assertThat(systemd.next()).isEqualTo("'READY=1\\nSTATUS=Running'");
            assertThat(systemd.next()).startsWith("'STOPPING=1\\n");
        }
        aJavaThatChangesBeginsTheRunThatMakesTheArchives();
        upgradeKeepsSettingsAndMailAndStartsFromArchives();
        purgeLeavesWaitingMailAlone();
        purgeOfAnEmptyGatewayLeavesNothing();
    }

    private static void placesAreRight() throws Exception {
        assertThat(owner("/etc/danegate")).isEqualTo("root:danegate 750");
        assertThat(owner("/etc/danegate/application.yml")).isEqualTo("root:danegate 640");
        assertThat(owner(DATA)).isEqualTo("danegate:danegate 700");
        assertThat(owner(CACHE)).as("Java is started from it, by root too").isEqualTo("root:root 755");
        assertThat(owner("/usr/share/man/man1/danegate.1.gz")).isEqualTo("root:root 644");
        assertThat(owner("/usr/share/danegate/current/danegate.jar")).isEqualTo("root:root 644");
        for (String notice : List.of("danegate/copyright", "danegate/THIRD-PARTY.txt", "danegate-runtime/copyright")) {
            assertThat(owner("/usr/share/doc/" + notice)).isEqualTo("root:root 644");
        }
        assertThat(owner("/usr/bin/danegate")).startsWith("root:root");
        assertThat(debian.in("dpkg", "--verify", "danegate", "danegate-runtime"))
                .isEmpty();
        assertThat(debian.path("/etc/systemd/system/multi-user.target.wants/danegate.service"))
                .isSymbolicLink();
        assertThat(debian.in("danegate", "help")).contains("daneverify");
    }

    private static void unitIsHardened() throws Exception {
        for (String unit : List.of("danegate.service", "danegate-prepare.service")) {
            assertThat(debian.in(
                            "systemd-analyze",
                            "security",
                            "--offline=true",
                            "--threshold=20",
                            "/usr/lib/systemd/system/" + unit))
                    .contains("OK");
        }
        assertThat(debian.in("systemd-analyze", "verify", "--man=no", "danegate.service", "danegate-prepare.service"))
                .isEmpty();
    }

    private static void theFirstPasswordIsInAFileUntilItIsUsed() throws Exception {
        String place = DATA + "/initial-password";
        assertThat(owner(place)).isEqualTo("danegate:danegate 600");
        String password = Files.readString(debian.path(place)).strip();
        assertThat(debian.log()).content().contains(place).doesNotContain(password);
        String cookies = folder.resolve("cookies").toString();
        String page = debian.near("curl", "-sSf", "-c", cookies, CONSOLE + "/sign-in");
        Matcher token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(page);
        assertThat(token.find()).as(page).isTrue();
        debian.near(
                "curl",
                "-sSf",
                "-b",
                cookies,
                "--data-urlencode",
                "_csrf=" + token.group(1),
                "--data-urlencode",
                "username=admin",
                "--data-urlencode",
                "password=" + password,
                CONSOLE + "/sign-in");
        assertThat(debian.path(place)).doesNotExist();
    }

    private static void takesMailOnPort25(Process service) throws Exception {
        comesUp(service);
        Path mail = Files.writeString(folder.resolve("mail"), "Subject: kept\r\n\r\nText\r\n");
        debian.near(
                "curl",
                "-sS",
                "smtp://127.0.0.1:25",
                "--mail-from",
                "ana@sender.test",
                "--mail-rcpt",
                "bob@receiver.test",
                "--upload-file",
                mail.toString());
        assertThat(waiting()).contains("\"activeRecipients\":1");
    }

    private static void comesUp(Process service) {
        await().atMost(Duration.ofMinutes(10)).until(() -> {
            assertThat(service.isAlive()).as(Files.readString(debian.log())).isTrue();
            return debian.answers(CONSOLE + "/sign-in");
        });
    }

    private static String waiting() throws Exception {
        return debian.near("curl", "-sf", "-u", "admin:" + PASSWORD, CONSOLE + "/api/v1/delivery-status?limit=1");
    }

    private static void stops(Process service) throws Exception {
        service.destroy();
        assertThat(service.waitFor(60, TimeUnit.SECONDS))
                .as(Files.readString(debian.log()))
                .isTrue();
        assertThat(debian.path(DATA + "/queue/waiting-at-stop")).hasContent("1");
    }

    /// On a system that systemd runs, as far as the package can see.
    private static void aJavaThatChangesBeginsTheRunThatMakesTheArchives() throws Exception {
        Path runs = Files.createDirectories(debian.path("/run/systemd/system"));
        Path systemctl = debian.path("/usr/local/sbin/systemctl");
        Files.writeString(systemctl, "#!/bin/sh\necho \"$@\" >>/tmp/asked\n");
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
        debian.in("dpkg-trigger", "--by-package=danegate-runtime", "--no-await", "/usr/lib/jvm");
        debian.in("env", "PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin", "dpkg", "--triggers-only", "danegate");
        assertThat(debian.path("/tmp/asked")).content().contains("--no-block start danegate-prepare.service");
        Files.delete(systemctl);
        Files.delete(runs);
    }

    private static void upgradeKeepsSettingsAndMailAndStartsFromArchives() throws Exception {
        Path settings = debian.path("/etc/danegate/application.yml");
        Files.writeString(settings, Files.readString(settings) + "# mine\n");
        String old = debian.in("readlink", "/usr/share/danegate/current");
        debian.install(later(old));
        assertThat(settings).content().endsWith("# mine\n");
        assertThat(debian.in("sh", "-c", "ls /usr/share/danegate | sort | tr '\\n' ' '"))
                .isEqualTo("99.0 current");
        archivesAreMadeByRootForAll();
        // Java ends where it cannot use them.
        Process service = debian.serve(List.of("JAVA_OPTS=-XX:AOTMode=on"));
        comesUp(service);
        assertThat(Path.of("/proc/" + service.pid() + "/cmdline")).content().contains("-XX:AOTCache=" + CACHE);
        assertThat(waiting()).contains("\"activeRecipients\":1");
        stops(service);
    }

    private static void archivesAreMadeByRootForAll() throws Exception {
        Path ofAnEarlierJava = Files.createDirectories(debian.path(CACHE + "/unpacked-1-2-3"));
        String printed = debian.prepare(40);
        assertThat(printed).startsWith("Archives are in " + CACHE);
        String place = printed.substring(printed.indexOf('/'));
        assertThat(owner(place)).isEqualTo("root:root 755");
        assertThat(owner(place + "/server.aot")).isEqualTo("root:root 644");
        assertThat(owner(place + "/classes.jsa")).startsWith("root:root").endsWith("44");
        assertThat(ofAnEarlierJava).doesNotExist();
        assertThat(debian.prepare(40)).as("nothing is left to do").isEqualTo(printed);
    }

    /// The same package as version 99.0.
    private static Path later(String version) throws Exception {
        Path parts = folder.resolve("parts");
        Path later = folder.resolve("danegate_99.0_all.deb");
        Machine.output("dpkg-deb", "-R", made("danegate").toString(), parts.toString());
        Machine.output("sh", "-ec", """
                cd "$0"
                mv "usr/share/danegate/$1" usr/share/danegate/99.0
                ln -sfn 99.0 usr/share/danegate/current
                sed -i "s/^Version: .*/Version: 99.0/" DEBIAN/control
                sed -i "s|usr/share/danegate/$1/|usr/share/danegate/99.0/|" DEBIAN/md5sums
                """, parts.toString(), version);
        Machine.output("dpkg-deb", "-Znone", "--root-owner-group", "-b", parts.toString(), later.toString());
        return later;
    }

    private static void purgeLeavesWaitingMailAlone() throws Exception {
        debian.in("apt-get", "remove", "-y", "danegate");
        assertThat(debian.path("/usr/share/danegate")).doesNotExist();
        assertThat(debian.path(CACHE)).doesNotExist();
        assertThat(debian.path("/etc/danegate/application.yml")).exists();
        assertThat(debian.path(DATA + "/queue")).exists();
        assertThat(debian.in("dpkg", "--purge", "danegate")).contains("mail waits in " + DATA);
        assertThat(debian.path("/etc/danegate")).doesNotExist();
        assertThat(debian.path(DATA + "/queue")).exists();
        debian.in("rm", "-rf", DATA);
    }

    private static void purgeOfAnEmptyGatewayLeavesNothing() throws Exception {
        debian.install(made("danegate"));
        Process service = debian.serve(List.of());
        comesUp(service);
        theFirstPasswordIsInAFileUntilItIsUsed();
        service.destroy();
        assertThat(service.waitFor(60, TimeUnit.SECONDS)).isTrue();
        debian.in("apt-get", "purge", "-y", "danegate", "danegate-runtime");
        assertThat(
                        debian.in(
                                "sh",
                                "-c",
                                "find / -xdev -name '*danegate*' -not -path '/tmp/*' -not -path '/proc/*' -not -path '/var/log/*'"))
                .isEmpty();
        assertThat(debian.in("getent", "passwd", "danegate"))
                .as("the user stays")
                .isNotEmpty();
    }
}
