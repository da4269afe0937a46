package org.danegate.words.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.file.nonefs.NoneFileSystemFactory;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.global.NoMoreSessionsHandler;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.danegate.access.SshPublicKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// The SSH server. It is closed unless a port is set, and offers words only: the library keeps all sessions in this
/// process and warns of everything else (its notes on hardening), so everything else is left out.
public final class SshDoor implements SmartLifecycle {

    /// File of the host key in the data directory.
    static final String HOST_KEY = "ssh_host_key";

    private static final String ALGORITHM = "Ed25519";

    private static final Logger LOG = LoggerFactory.getLogger(SshDoor.class);

    private static final Duration TO_SIGN_IN = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 10;
    private static final int SESSIONS_OF_A_USER = 10;
    private static final int CHANNELS = 5;

    private final SshSettings settings;
    private final SshShell shell;
    private final SshUsers users;
    private final Path data;
    private volatile @Nullable SshServer server;

    SshDoor(SshSettings settings, SshShell shell, SshUsers users, Path data) {
        this.settings = settings;
        this.shell = shell;
        this.users = users;
        this.data = data;
    }

    /// The port that it listens at; -1 when it is closed.
    public int port() {
        SshServer open = server;
        return open == null ? -1 : open.getPort();
    }

    @Override
    public void start() {
        Integer port = settings.port();
        if (port == null) {
            return;
        }
        SshPublicKey.keepProviderApart();
        SshServer opening = SshServer.setUpDefaultServer();
        opening.setHost(settings.address());
        opening.setPort(port);
        identify(opening);
        algorithms(opening);
        wordsOnly(opening);
        limits(opening);
        try {
            KeyPair key = hostKey(opening);
            opening.start();
            LOG.info(
                    "SSH is open at {} port {}, host key {}",
                    settings.address(),
                    opening.getPort(),
                    KeyUtils.getFingerPrint(BuiltinDigests.sha256, key.getPublic()));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "danegate.ssh.port: cannot listen at " + settings.address() + " port " + port + " ("
                            + e.getMessage() + ")",
                    e);
        }
        server = opening;
    }

    /// Made at the first start, and kept: clients remember it.
    private KeyPair hostKey(SshServer opening) throws IOException {
        Path file = data.resolve(HOST_KEY);
        SimpleGeneratorHostKeyProvider keys = new SimpleGeneratorHostKeyProvider(file);
        keys.setAlgorithm(ALGORITHM);
        // A damaged key is a fault to mend, not a reason for a new identity.
        keys.setOverwriteAllowed(false);
        keys.setStrictFilePermissions(true);
        List<KeyPair> pairs = keys.loadKeys(null);
        if (pairs.isEmpty()) {
            throw new IOException("the host key cannot be read: " + file);
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        opening.setKeyPairProvider(keys);
        return pairs.getFirst();
    }

    private void identify(SshServer opening) {
        CoreModuleProperties.SERVER_IDENTIFICATION.set(opening, "Danegate");
        opening.setUserAuthFactories(
                List.of(UserAuthPublicKeyFactory.INSTANCE, UserAuthKeyboardInteractiveFactory.INSTANCE));
        opening.setPublickeyAuthenticator(users);
        opening.setKeyboardInteractiveAuthenticator(users);
        opening.setPasswordAuthenticator(null);
        opening.setHostBasedAuthenticator(null);
        opening.setGSSAuthenticator(null);
    }

    /// What current OpenSSH prefers: no SHA-1, no CBC, no finite-field groups, no MAC before encryption.
    private static void algorithms(SshServer opening) {
        opening.setKeyExchangeFactories(NamedFactory.setUpTransformedFactories(
                true,
                List.of(
                        BuiltinDHFactories.mlkem768x25519,
                        BuiltinDHFactories.sntrup761x25519,
                        BuiltinDHFactories.sntrup761x25519_openssh,
                        BuiltinDHFactories.curve25519,
                        BuiltinDHFactories.curve25519_libssh,
                        BuiltinDHFactories.ecdhp384,
                        BuiltinDHFactories.ecdhp256),
                ServerBuilder.DH2KEX));
        opening.setCipherFactories(NamedFactory.setUpTransformedFactories(
                true,
                List.of(BuiltinCiphers.cc20p1305_openssh, BuiltinCiphers.aes256gcm, BuiltinCiphers.aes128gcm),
                cipher -> cipher));
        opening.setMacFactories(NamedFactory.setUpTransformedFactories(
                true, List.of(BuiltinMacs.hmacsha512etm, BuiltinMacs.hmacsha256etm), mac -> mac));
        opening.setSignatureFactories(NamedFactory.setUpTransformedFactories(
                true,
                List.of(
                        BuiltinSignatures.ed25519,
                        BuiltinSignatures.sk_ssh_ed25519,
                        BuiltinSignatures.nistp256,
                        BuiltinSignatures.nistp384,
                        BuiltinSignatures.nistp521,
                        BuiltinSignatures.sk_ecdsa_sha2_nistp256,
                        BuiltinSignatures.rsaSHA512,
                        BuiltinSignatures.rsaSHA256),
                signature -> signature));
    }

    private void wordsOnly(SshServer opening) {
        opening.setCommandFactory(shell::command);
        opening.setShellFactory(shell::shell);
        opening.setSubsystemFactories(List.of());
        opening.setChannelFactories(List.of(ChannelSessionFactory.INSTANCE));
        opening.setGlobalRequestHandlers(List.of(KeepAliveHandler.INSTANCE, NoMoreSessionsHandler.INSTANCE));
        opening.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        opening.setAgentFactory(null);
        opening.setFileSystemFactory(NoneFileSystemFactory.INSTANCE);
    }

    private void limits(SshServer opening) {
        CoreModuleProperties.AUTH_TIMEOUT.set(opening, TO_SIGN_IN);
        CoreModuleProperties.IDLE_TIMEOUT.set(opening, settings.idleTimeout());
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(
                opening, settings.idleTimeout().plusSeconds(30));
        CoreModuleProperties.MAX_AUTH_REQUESTS.set(opening, ATTEMPTS);
        CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(opening, SESSIONS_OF_A_USER);
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(opening, CHANNELS);
        opening.addSessionListener(new SessionLimits(opening, users));
    }

    @Override
    public void stop() {
        SshServer closing = server;
        server = null;
        if (closing != null) {
            try {
                closing.stop(true);
            } catch (IOException e) {
                LOG.warn("SSH did not close well: {}", e.toString());
            }
        }
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }
}
