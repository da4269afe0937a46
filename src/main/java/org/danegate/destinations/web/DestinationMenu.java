package org.danegate.destinations.web;

import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The place of the pages in the menu.
@Configuration(proxyBeanMethods = false)
class DestinationMenu {

    @Bean
    MenuEntry destinationControlsMenu() {
        return new MenuEntry(MenuSection.MAIL_POLICIES, "Destination Controls", DestinationListState.LIST, 10);
    }
}
