package org.danegate.training;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.springframework.core.env.Environment;

/// Turns the option `--danegate.training=FOLDER` into those of a start that disturbs nothing on this host and knows
/// none
/// of its settings: the practice network and free ports of 127.0.0.1, data in FOLDER, a password that nobody knows.
public final class TrainingOptions {

    static final String OPTION = "danegate.training";
    static final String USER = "admin";
    private static final String PREFIX = "--" + OPTION + "=";
    private static final int PASSWORD_OCTETS = 24;

    private TrainingOptions() {}

    /// Whether a start with these settings is a training run.
    public static boolean chosen(Environment settings) {
        return settings.containsProperty(OPTION);
    }

    /// The options to start with.
    ///
    /// @param options as given; without the one of a training run they are returned unchanged
    /// @throws IOException when this host has no free port
    public static List<String> expand(List<String> options) throws IOException {
        String folder = null;
        for (String option : options) {
            if (option.startsWith(PREFIX)) {
                folder = option.substring(PREFIX.length());
            }
        }
        if (folder == null) {
            return options;
        }
        byte[] password = new byte[PASSWORD_OCTETS];
        new SecureRandom().nextBytes(password);
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(
                "--spring.config.location=classpath:/",
                "--spring.config.additional-location=",
                "--spring.profiles.active=demo",
                "--spring.datasource.url=jdbc:h2:file:" + folder + "/db/danegate;DB_CLOSE_ON_EXIT=FALSE",
                "--danegate.policy-file=",
                "--danegate.data-dir=" + folder,
                "--danegate.admin-password=" + HexFormat.of().formatHex(password),
                "--danegate.hostname=gate.practice",
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--danegate.practice.dns-port=0",
                "--danegate.practice.delivery-port=0",
                "--danegate.practice.web-port=0",
                "--danegate.practice.listener-port=" + freePort(),
                "--danegate.practice.messages-per-minute=0",
                "--logging.level.root=off",
                "--logging.level.org.danegate=off"));
        return all;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
