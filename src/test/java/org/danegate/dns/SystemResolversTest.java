package org.danegate.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.danegate.policy.DnsSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The system's resolvers follow their file.
@Timeout(30)
class SystemResolversTest {

    @TempDir
    Path folder;

    private static List<String> addresses(List<InetSocketAddress> servers) {
        return servers.stream().map(s -> s.getAddress().getHostAddress()).toList();
    }

    private Path file(String text) throws Exception {
        Path file = folder.resolve("resolv.conf");
        Files.writeString(file, text);
        return file;
    }

    @Test
    void a_changed_file_is_read_again_also_when_another_takes_its_place() throws Exception {
        Path file = file("search practice\nnameserver 192.0.2.1\nnameserver 192.0.2.2\n");
        SystemResolvers system = new SystemResolvers(file, Duration.ZERO);
        assertThat(addresses(system.current())).containsExactly("192.0.2.1", "192.0.2.2");
        assertThat(system.current()).allMatch(s -> s.getPort() == 53);
        file("nameserver 192.0.2.3\n");
        assertThat(addresses(system.current())).containsExactly("192.0.2.3");
        Path other = Files.writeString(folder.resolve("other"), "nameserver 192.0.2.4\n");
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(addresses(system.current())).containsExactly("192.0.2.4");
    }

    @Test
    void a_file_of_the_same_size_and_time_is_another_one_when_it_says_so() throws Exception {
        Path file = file("nameserver 192.0.2.1\n");
        FileTime time = Files.getLastModifiedTime(file);
        SystemResolvers system = new SystemResolvers(file, Duration.ZERO);
        assertThat(addresses(system.current())).containsExactly("192.0.2.1");
        file("nameserver 192.0.2.2\n");
        Files.setLastModifiedTime(file, time);
        assertThat(addresses(system.current())).containsExactly("192.0.2.2");
    }

    @Test
    void a_file_that_is_gone_or_names_nobody_leaves_those_of_before() throws Exception {
        Path file = file("nameserver 192.0.2.1\n");
        SystemResolvers system = new SystemResolvers(file, Duration.ZERO);
        system.current();
        file("# being written\n");
        assertThat(addresses(system.current())).containsExactly("192.0.2.1");
        Files.delete(file);
        assertThat(addresses(system.current())).containsExactly("192.0.2.1");
        file("nameserver 192.0.2.5\n");
        assertThat(addresses(system.current())).containsExactly("192.0.2.5");
    }

    @Test
    void it_is_looked_at_now_and_then_and_at_once_when_asked_to() throws Exception {
        Path file = file("nameserver 192.0.2.1\n");
        SystemResolvers system = new SystemResolvers(file, Duration.ofHours(1));
        system.current();
        file("nameserver 192.0.2.2\n");
        assertThat(addresses(system.current())).containsExactly("192.0.2.1");
        system.refresh();
        assertThat(addresses(system.current())).containsExactly("192.0.2.2");
    }

    @Test
    void questions_go_to_the_resolvers_named_now_and_what_is_known_of_one_is_kept() throws Exception {
        Path file = file("nameserver 192.0.2.1\nnameserver 192.0.2.2\n");
        SystemResolvers system = new SystemResolvers(file, Duration.ZERO);
        PriorityFailover failover =
                new PriorityFailover(DnsSettings.defaults(), system, InstantSource.system(), QueryLog.NONE);
        assertThat(failover.health()).extracting(ServerHealth::server).containsExactly("192.0.2.1", "192.0.2.2");
        file("nameserver 192.0.2.2\nnameserver 192.0.2.3\n");
        assertThat(failover.health()).extracting(ServerHealth::server).containsExactly("192.0.2.2", "192.0.2.3");
        assertThat(failover.singles(org.xbill.DNS.Name.root))
                .extracting(Servers.Single::name)
                .containsExactly("192.0.2.2", "192.0.2.3");
    }

    @Test
    void one_that_failed_still_rests_when_another_is_added() throws Exception {
        // Nothing listens on port 53 of this address of the loopback network, so it is refused at once.
        Path file = file("nameserver 127.26.9.9\n");
        SystemResolvers system = new SystemResolvers(file, Duration.ZERO);
        PriorityFailover failover =
                new PriorityFailover(DnsSettings.defaults(), system, InstantSource.system(), QueryLog.NONE);
        try {
            failover.ask(org.xbill.DNS.Message.newQuery(org.xbill.DNS.Record.newRecord(
                    org.xbill.DNS.Name.root, org.xbill.DNS.Type.SOA, org.xbill.DNS.DClass.IN)));
        } catch (NoAnswer e) {
            assertThat(e.failure()).isNotNull();
        }
        file("nameserver 127.26.9.9\nnameserver 192.0.2.3\n");
        assertThat(failover.health().getFirst().restsUntil()).isNotNull();
        assertThat(failover.health().getLast().reachable()).isNull();
    }
}
