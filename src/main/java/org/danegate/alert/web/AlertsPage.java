package org.danegate.alert.web;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import java.util.stream.Collectors;
import org.danegate.address.MailAddress;
import org.danegate.alert.Alert;
import org.danegate.alert.AlertTrouble;
import org.danegate.alert.Alerts;
import org.danegate.alert.Troubles;
import org.danegate.alert.Webhook;
import org.danegate.console.Texts;
import org.danegate.policy.AlertSettings.Severity;
import org.danegate.policy.CommittedPolicy;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// System Administration > Alerts: open troubles, the latest alerts, the kinds of alerts and their recipients.
@Controller
@RequestMapping("/system/alerts")
class AlertsPage {

    private final Alerts alerts;
    private final Troubles troubles;
    private final Webhook webhook;
    private final CommittedPolicy policy;
    private final Texts texts;
    private final AlertWords words;

    AlertsPage(Alerts alerts, Troubles troubles, Webhook webhook, CommittedPolicy policy, Texts texts) {
        this.alerts = alerts;
        this.troubles = troubles;
        this.webhook = webhook;
        this.policy = policy;
        this.texts = texts;
        this.words = new AlertWords(texts);
    }

    /// An alert in the list.
    ///
    /// @param words its sentences in the reader's language
    public record Row(Alerts.Told told, List<AlertWords.Part> words) {}

    /// An open trouble in the list.
    ///
    /// @param words its sentences in the reader's language
    public record Open(AlertTrouble trouble, List<AlertWords.Part> words) {}

    /// Whether the reader may make a webhook secret.
    @ModelAttribute("administrator")
    boolean administrator(HttpServletRequest request) {
        return request.isUserInRole("ADMINISTRATOR");
    }

    @GetMapping
    String show(
            @RequestParam(required = false) @Nullable Severity severity,
            @RequestParam(required = false) Alert.@Nullable Kind kind,
            Model model) {
        List<Alerts.Told> all = alerts.latest();
        model.addAttribute(
                "latest",
                all.stream()
                        .filter(t -> severity == null || t.alert().severity() == severity)
                        .filter(t -> kind == null || t.alert().kind() == kind)
                        .map(t -> new Row(t, words.parts(t.alert().wording())))
                        .toList());
        model.addAttribute("total", all.size());
        model.addAttribute("severity", severity);
        model.addAttribute("kind", kind);
        model.addAttribute("severities", Severity.values());
        model.addAttribute("kinds", Alert.Kind.values());
        ShownKinds shown = new ShownKinds(policy.current().policy());
        model.addAttribute("shownKinds", shown.rows());
        model.addAttribute("limits", shown.places());
        model.addAttribute(
                "open",
                troubles.open().stream()
                        .map(trouble -> new Open(trouble, words.parts(trouble.wording())))
                        .toList());
        model.addAttribute("webhook", webhook.last().orElse(null));
        model.addAttribute("settings", policy.current().policy().alerts());
        return "alert/alerts";
    }

    /// The text says who acknowledged it when somebody else was faster.
    @PostMapping("/{id:\\d{1,18}}/acknowledge")
    @PreAuthorize("hasRole('OPERATOR')")
    String acknowledge(@PathVariable long id, Principal user, RedirectAttributes redirect) {
        troubles.acknowledge(id, user.getName())
                .map(AlertTrouble::acknowledged)
                .ifPresentOrElse(
                        by -> redirect.addFlashAttribute("message", texts.of("alert.acknowledge.done", by.by())),
                        () -> redirect.addFlashAttribute("problem", texts.of("alert.acknowledge.gone")));
        return "redirect:/system/alerts";
    }

    @PostMapping("/test")
    @PreAuthorize("hasRole('OPERATOR')")
    String test(Principal user, RedirectAttributes redirect) {
        List<MailAddress> told = alerts.test(user.getName());
        if (!told.isEmpty()) {
            String addresses = told.stream().map(MailAddress::text).collect(Collectors.joining(", "));
            redirect.addFlashAttribute("message", texts.of("alert.test.sent", addresses));
        } else if (policy.current().policy().alerts().recipients().isEmpty()) {
            redirect.addFlashAttribute("problem", texts.of("alert.test.nobody"));
        } else {
            redirect.addFlashAttribute("problem", texts.of("alert.test.failed"));
        }
        return "redirect:/system/alerts";
    }
}
