package beside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A private Postfix with its defaults and what a relay needs: routes, TLS levels, DNSSEC, a session cache for
/// resumption (as in Debian's `main.cf`). Two more transports differ from `smtp` in one parameter each: `smtpr` reuses
/// TLS connections, `smtp1` has no connection cache.
final class Postfix implements MailServer {

    private final Path folder;
    private final Process master;

    private Postfix(Path folder, Process master) {
        this.folder = folder;
        this.master = master;
    }

    /// What an administrator raises who sends to many slow and distant hosts: a thousand processes of each service,
    /// and an active queue that holds all mail of the case.
    static final String RAISED = """
            default_process_limit = 1000
            qmgr_message_active_limit = 50000
            qmgr_message_recipient_limit = 50000
            in_flow_delay = 0
            """;

    /// @param folder new, for this instance; the user `postfix` must be able to reach it
    static Postfix start(Path folder) throws Exception {
        return start(folder, "");
    }

    /// @param more lines of `main.cf`
    static Postfix start(Path folder, String more) throws Exception {
        Path etc = Files.createDirectories(folder.resolve("etc"));
        Files.createDirectories(folder.resolve("spool"));
        Path data = Files.createDirectories(folder.resolve("data"));
        run(folder, "chown", "postfix", data.toString());
        Files.writeString(etc.resolve("main.cf"), main(folder) + more);
        Files.writeString(etc.resolve("master.cf"), services());
        Files.writeString(etc.resolve("transport"), """
                clear.test smtp:[%1$s]
                tls.test smtp:[%2$s]
                tlsr.test smtpr:[%2$s]
                tls1.test smtp1:[%2$s]
                daner.test smtpr:
                dane1.test smtp1:
                refusing.test smtp:[%3$s]:%4$d
                silent.test smtp:[%3$s]:%5$d
                """.formatted(
                        Places.CLEAR, Places.TLS, Places.DEAD, Places.REFUSING_PORT, Places.SILENT_PORT));
        Files.writeString(etc.resolve("tls_policy"), """
                [%s] none
                dane.test dane
                daner.test dane
                dane1.test dane
                danebad.test dane
                """.formatted(Places.CLEAR));
        Process process = new ProcessBuilder("/usr/sbin/postfix", "-c", etc.toString(), "start-fg")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile())
                .start();
        try {
            Wait.connect("127.0.0.1", Places.POSTFIX_SMTP, process).close();
        } catch (IOException e) {
            throw new IOException("Postfix does not start: " + Files.readString(folder.resolve("out.log")), e);
        }
        return new Postfix(folder, process);
    }

    private static String main(Path folder) {
        return """
                compatibility_level = 3.6
                queue_directory = %1$s/spool
                data_directory = %1$s/data
                command_directory = /usr/sbin
                daemon_directory = /usr/lib/postfix/sbin
                mail_owner = postfix
                setgid_group = postdrop
                myhostname = postfix.test
                mydestination =
                alias_maps =
                local_recipient_maps =
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                smtp_bind_address =
                mynetworks = 127.0.0.0/8
                transport_maps = texthash:%1$s/etc/transport
                smtp_tls_security_level = may
                smtp_tls_policy_maps = texthash:%1$s/etc/tls_policy
                smtp_dns_support_level = dnssec
                smtp_tls_session_cache_database = btree:${data_directory}/smtp_scache
                maillog_file = %1$s/postfix.log
                maillog_file_prefixes = %1$s
                """.formatted(folder);
    }

    /// As Debian's `master.cf`, without its chroot: a private queue directory has none of the files that one needs.
    private static String services() {
        return """
                127.0.0.1:%d inet n - n - - smtpd
                pickup unix n - n 60 1 pickup
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                tlsmgr unix - - n 1000? 1 tlsmgr
                tlsproxy unix - - n - 0 tlsproxy
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                verify unix - - n - 1 verify
                flush unix n - n 1000? 0 flush
                proxymap unix - - n - - proxymap
                proxywrite unix - - n - 1 proxymap
                smtp unix - - n - - smtp
                smtpr unix - - n - - smtp -o smtp_tls_connection_reuse=yes
                smtp1 unix - - n - - smtp -o smtp_connection_cache_on_demand=no
                relay unix - - n - - smtp
                showq unix n - n - - showq
                error unix - - n - - error
                retry unix - - n - - error
                discard unix - - n - - discard
                local unix - n n - - local
                virtual unix - n n - - virtual
                anvil unix - - n - 1 anvil
                scache unix - - n - 1 scache
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(Places.POSTFIX_SMTP);
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("commands.log").toFile()))
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + Files.readString(folder.resolve("commands.log")));
        }
    }

    @Override
    public int port() {
        return Places.POSTFIX_SMTP;
    }

    @Override
    public double cpuSeconds() {
        return ProcStat.family(pid());
    }

    @Override
    public long memory() {
        return ProcStat.memory(pid());
    }

    /// The files in its queues: here each has one recipient.
    @Override
    public long waiting() throws IOException {
        long files = 0;
        for (String queue : List.of("maildrop", "incoming", "active", "deferred")) {
            try (Stream<Path> all = Files.walk(folder.resolve("spool").resolve(queue))) {
                files += all.filter(Files::isRegularFile).count();
            }
        }
        return files;
    }

    private long pid() {
        try {
            return Long.parseLong(
                    Files.readString(folder.resolve("spool/pid/master.pid")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws Exception {
        try {
            run(folder, "/usr/sbin/postfix", "-c", folder.resolve("etc").toString(), "abort");
            master.waitFor(30, TimeUnit.SECONDS);
        } finally {
            master.destroyForcibly().waitFor();
        }
    }
}
