package org.danegate;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/// The server: web console and delivery engine in one process. Command-line words that need no server start in
/// {@link org.danegate.command} instead.
@SpringBootApplication
@ConfigurationPropertiesScan
public class Danegate {

    /// Starts the server with the Spring Boot arguments given.
    public static void main(String[] args) {
        SpringApplication.run(Danegate.class, args);
    }
}
