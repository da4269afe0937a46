package org.danegate.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.danegate.Danegate;
import org.danegate.e2e.PracticeServer;
import org.danegate.peers.PostgresqlCluster;
import org.danegate.practice.PracticeNetwork;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// Whole servers in this process, over one practice network and one PostgreSQL.
final class Servers implements AutoCloseable {

    private static final String SEAL = "secret.key";

    private final Path folder;
    private final String database;
    private final PracticeNetwork network;
    private final List<String> options = new ArrayList<>();
    private final List<Server> running = new ArrayList<>();

    /// @param context all of its parts
    record Server(String name, ConfigurableApplicationContext context) {

        <T> T part(Class<T> type) {
            return context.getBean(type);
        }

        String url(String path) {
            return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path;
        }
    }

    /// @param database address of an empty PostgreSQL database
    Servers(Path folder, String database) throws IOException {
        this.folder = folder;
        this.database = database;
        this.network = PracticeServer.start(
                (name, value) -> {
                    if (!name.equals("danegate.data-dir")) {
                        options.add("--" + name + "=" + value.get());
                    }
                },
                folder);
    }

    static Servers on(PostgresqlCluster cluster, Path folder) throws Exception {
        return new Servers(folder, cluster.newDatabase());
    }

    PracticeNetwork network() {
        return network;
    }

    /// Starts one; its data are in a folder of its name.
    Server start(String name, String... more) throws IOException {
        Path data = Files.createDirectories(folder.resolve(name));
        Path seal = folder.resolve(SEAL);
        if (Files.exists(seal) && !Files.exists(data.resolve(SEAL))) {
            Files.copy(seal, data.resolve(SEAL));
        }
        List<String> all = new ArrayList<>(options);
        all.add("--server.port=0");
        all.add("--spring.datasource.url=" + database);
        all.add("--spring.datasource.username=postgres");
        all.add("--danegate.data-dir=" + data);
        all.add("--danegate.node-name=" + name);
        all.addAll(List.of(more));
        Server server = new Server(name, new SpringApplicationBuilder(Danegate.class).run(all.toArray(String[]::new)));
        if (!Files.exists(seal)) {
            Files.copy(data.resolve(SEAL), seal);
        }
        synchronized (running) {
            running.add(server);
        }
        return server;
    }

    @Override
    public void close() throws IOException {
        running.forEach(server -> server.context().close());
        network.close();
    }
}
