package org.danegate.alert.web;

import org.danegate.alert.Alerts;
import org.danegate.policy.CommittedPolicy;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/// System Administration > Alerts: the latest ones, and who is told.
@Controller
class AlertsPage {

    private final Alerts alerts;
    private final CommittedPolicy policy;

    AlertsPage(Alerts alerts, CommittedPolicy policy) {
        this.alerts = alerts;
        this.policy = policy;
    }

    @GetMapping("/system/alerts")
    String show(Model model) {
        model.addAttribute("latest", alerts.latest());
        model.addAttribute("settings", policy.current().policy().alerts());
        return "alert/alerts";
    }
}
