package org.danegate.status.web;

import org.danegate.status.ApplianceXml;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The appliance's addresses for monitors.
@RestController
class ApplianceXmlApi {

    private final ApplianceXml xml;

    ApplianceXmlApi(ApplianceXml xml) {
        this.xml = xml;
    }

    @GetMapping(path = "/xml/status", produces = MediaType.TEXT_XML_VALUE + ";charset=UTF-8")
    String status() {
        return xml.status();
    }

    @GetMapping(path = "/xml/dnsstatus", produces = MediaType.TEXT_XML_VALUE + ";charset=UTF-8")
    String dnsStatus() {
        return xml.dnsStatus();
    }
}
