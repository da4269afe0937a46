package org.danegate.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;

/// One server for all tests of the access and console rooms. Who comes from 127.0.0.2 or 192.0.2.0/24 is a trusted
/// proxy.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = WebSecurityTest.TwoRooms.class,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:access;DB_CLOSE_DELAY=-1",
            "danegate.data-dir=${java.io.tmpdir}/danegate-access-test-${danegate.test.fork:0}",
            "danegate.admin-password=correct horse battery",
            "danegate.hostname=gate.example",
            "danegate.console.trusted-proxies=127.0.0.2, 192.0.2.0/24",
        })
@AutoConfigureMockMvc
@interface TwoRoomsServed {}
