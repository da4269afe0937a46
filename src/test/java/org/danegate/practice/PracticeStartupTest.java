package org.danegate.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class PracticeStartupTest {
    @TempDir
    Path data;

    @Test
    void the_demo_profile_starts_the_network_writes_its_files_and_sends_mail_to_the_listener() throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        try (PracticeReceiver listener = PracticeReceiver.start(anyPort, null, ReceiverBehaviour.good());
                ConfigurableApplicationContext context = context(
                        "demo",
                        "--danegate.practice.listener-port="
                                + listener.address().getPort(),
                        "--danegate.practice.messages-per-minute=3000")) {
            PracticeNetwork network = context.getBean(PracticeNetwork.class);
            assertThat(context.getEnvironment().getProperty("danegate.delivery.port", Integer.class))
                    .isEqualTo(network.deliveryPort());
            Path policy = Path.of(context.getEnvironment().getRequiredProperty("danegate.policy-file"));
            assertThat(Files.readString(policy))
                    .contains("port: " + network.resolver().getPort());
            assertThat(Files.readString(policy.resolveSibling("root.anchor")))
                    .isEqualTo(network.tree().trustAnchor());
            assertThat(listener.inbox().await(4, Duration.ofSeconds(20))).isTrue();
            assertThat(listener.inbox().all().getFirst().recipients()).containsExactly("someone@ok.practice");
            assertThat(listener.inbox().all().getFirst().sender()).isEqualTo("reports@ok.practice");
        }
    }

    @Test
    void without_the_demo_profile_nothing_of_it_is_there() {
        try (ConfigurableApplicationContext context = context("plain")) {
            assertThat(context.getBeansOfType(PracticeNetwork.class)).isEmpty();
            assertThat(context.getBeansOfType(PracticeTraffic.class)).isEmpty();
            assertThat(context.getEnvironment().containsProperty("danegate.policy-file"))
                    .isFalse();
        }
    }

    private ConfigurableApplicationContext context(String profile, String... more) {
        return new SpringApplicationBuilder(PracticeConfiguration.class)
                .web(WebApplicationType.NONE)
                .profiles(profile)
                .properties("spring.main.lazy-initialization=false")
                .run(java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(
                                        "--danegate.data-dir=" + data,
                                        "--danegate.practice.dns-port=0",
                                        "--danegate.practice.delivery-port=0",
                                        "--danegate.practice.web-port=0"),
                                java.util.stream.Stream.of(more))
                        .toArray(String[]::new));
    }
}
