package org.danegate.control;

import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Opens the socket with the acts of all rooms.
@Configuration(proxyBeanMethods = false)
class ControlConfiguration {

    @Bean
    ControlSocket controlSocket(@Value("${danegate.data-dir}") Path dataDir, ObjectProvider<ControlAct> acts) {
        return new ControlSocket(dataDir, acts.stream().toList());
    }
}
