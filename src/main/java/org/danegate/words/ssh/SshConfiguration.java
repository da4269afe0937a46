package org.danegate.words.ssh;

import java.nio.file.Path;
import org.danegate.access.ShellSignIn;
import org.danegate.address.LocalHostName;
import org.danegate.words.Words;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Opens the SSH door.
@Configuration(proxyBeanMethods = false)
class SshConfiguration {

    @Bean
    SshDoor sshDoor(
            SshSettings settings,
            Words words,
            ShellSignIn signIn,
            LocalHostName hostname,
            @Value("${danegate.data-dir}") Path data) {
        return new SshDoor(settings, new SshShell(words, signIn, hostname.name().ascii()), new SshUsers(signIn), data);
    }
}
