package org.danegate.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.danegate.OwnPlace;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.context.ContextConfiguration;

/// One server for all tests of the access and console rooms. Who comes from 127.0.0.2 or 192.0.2.0/24 is a trusted
/// proxy.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = WebSecurityTest.TwoRooms.class,
        properties = {
            "danegate.hostname=gate.example",
            "danegate.console.trusted-proxies=127.0.0.2, 192.0.2.0/24",
        })
@ContextConfiguration(initializers = OwnPlace.class)
@AutoConfigureMockMvc
@interface TwoRoomsServed {}
