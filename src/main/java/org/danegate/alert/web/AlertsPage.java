package org.danegate.alert.web;

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.danegate.address.MailAddress;
import org.danegate.alert.Alert;
import org.danegate.alert.Alerts;
import org.danegate.console.Texts;
import org.danegate.policy.AlertSettings.Severity;
import org.danegate.policy.CommittedPolicy;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// System Administration > Alerts: the latest alerts, the kinds of alerts and their recipients.
@Controller
@RequestMapping("/system/alerts")
class AlertsPage {

    /// Characters that no text contains; they mark the values inserted into a sentence.
    private static final String BEFORE_GIVEN = "\u0001";

    private static final String AFTER_GIVEN = "\u0002";
    private static final String MARKS = "[\u0001\u0002]";

    private final Alerts alerts;
    private final CommittedPolicy policy;
    private final Texts texts;

    AlertsPage(Alerts alerts, CommittedPolicy policy, Texts texts) {
        this.alerts = alerts;
        this.policy = policy;
        this.texts = texts;
    }

    /// An alert in the list.
    ///
    /// @param words its sentences in the reader's language
    public record Row(Alerts.Told told, List<Part> words) {}

    /// A part of a sentence.
    ///
    /// @param given whether it is an inserted name or diagnosis; no bundle translates those, so they are English
    public record Part(String text, boolean given) {}

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
                        .map(t -> new Row(t, parts(said(t.alert().wording()))))
                        .toList());
        model.addAttribute("total", all.size());
        model.addAttribute("severity", severity);
        model.addAttribute("kind", kind);
        model.addAttribute("severities", Severity.values());
        model.addAttribute("kinds", Alert.Kind.values());
        model.addAttribute("settings", policy.current().policy().alerts());
        return "alert/alerts";
    }

    private String said(Wording wording) {
        Object[] places = wording.arguments().stream()
                .map(a -> switch (a) {
                    case Wording inner -> said(inner);
                    case String text -> BEFORE_GIVEN + text.replaceAll(MARKS, "") + AFTER_GIVEN;
                    default -> a;
                })
                .toArray();
        return texts.of(wording.code(), places);
    }

    private static List<Part> parts(String marked) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < marked.length()) {
            boolean given = marked.startsWith(BEFORE_GIVEN, at);
            int end = marked.indexOf(given ? AFTER_GIVEN : BEFORE_GIVEN, at);
            end = end < 0 ? marked.length() : end;
            parts.add(new Part(marked.substring(given ? at + 1 : at, end), given));
            at = given ? end + 1 : end;
        }
        return parts;
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
