package org.danegate.https;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.danegate.OwnPlace;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.context.ContextConfiguration;

/// One server for all tests of the console's HTTPS. Who comes from 127.0.0.2 is a trusted proxy.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = ConsoleHttpsTest.Rooms.class,
        properties = {
            "danegate.console.connections=128",
            "danegate.console.connections-per-address=24",
            "danegate.console.trusted-proxies=127.0.0.2",
        })
@ContextConfiguration(initializers = OwnPlace.class)
@AutoConfigureMockMvc
@interface HttpsServed {}
