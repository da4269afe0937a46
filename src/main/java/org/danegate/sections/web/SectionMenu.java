package org.danegate.sections.web;

import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Menu entries of the sections' pages. Their texts are in the message bundle.
@Configuration(proxyBeanMethods = false)
class SectionMenu {

    @Bean
    MenuEntry dnsMenu() {
        return new MenuEntry(MenuSection.NETWORK, "DNS", "/network/dns", 10);
    }

    @Bean
    MenuEntry listenersMenu() {
        return entry(PolicySection.LISTENERS, "Listeners");
    }

    @Bean
    MenuEntry smtpRoutesMenu() {
        return entry(PolicySection.SMTP_ROUTES, "SMTP Routes");
    }

    @Bean
    MenuEntry bounceProfilesMenu() {
        return entry(PolicySection.BOUNCE_PROFILES, "Bounce Profiles");
    }

    @Bean
    MenuEntry ipInterfacesMenu() {
        return entry(PolicySection.IP_INTERFACES, "IP Interfaces");
    }

    @Bean
    MenuEntry senderInterfacesMenu() {
        return entry(PolicySection.SENDER_INTERFACES, "Outgoing Interfaces");
    }

    @Bean
    MenuEntry hatMenu() {
        return entry(PolicySection.SENDER_GROUPS, "HAT Overview");
    }

    @Bean
    MenuEntry mailFlowPoliciesMenu() {
        return entry(PolicySection.MAIL_FLOW_POLICIES, "Mail Flow Policies");
    }

    @Bean
    MenuEntry recipientAccessMenu() {
        return entry(PolicySection.RECIPIENT_ACCESS, "Recipient Access Table");
    }

    @Bean
    MenuEntry tlsBySenderMenu() {
        return entry(PolicySection.TLS_BY_SENDER, "TLS by Sender");
    }

    @Bean
    MenuEntry signingProfilesMenu() {
        return entry(PolicySection.SIGNING_PROFILES, "Signing Profiles");
    }

    private static MenuEntry entry(PolicySection section, String label) {
        return new MenuEntry(section.menu(), label, section.address(), section.order());
    }
}
