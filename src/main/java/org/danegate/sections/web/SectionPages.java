package org.danegate.sections.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.config.WorkingPolicy.Submit;
import org.danegate.console.RowStates;
import org.danegate.console.Texts;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.Policy;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// A list and a form for each {@link PolicySection}. The rules of the policy file check the forms.
@Controller
@RequestMapping(PolicySection.PAGES)
class SectionPages {

    /// No field begins like this, so an edit is not refused for a fault that it did not cause.
    static final String NO_FIELD = "\0";

    private static final String FORM = "sections/form";
    private static final Map<String, Object> NEW_LISTENER = Map.of(
            "port",
            25,
            "maxMessageSize",
            "20MB",
            "maxRecipients",
            1000,
            "tls",
            "PREFERRED",
            "addressParsing",
            "STRICT",
            "crLfHandling",
            "REJECT");
    private static final Map<String, Object> NEW_BOUNCE_PROFILE = Map.of(
            "maxRetries",
            100,
            "maxTimeInQueue",
            "72h",
            "initialRetry",
            "60s",
            "maxRetryInterval",
            "1h",
            "sendHardBounces",
            true,
            "delayWarningAfter",
            "4h",
            "delayWarningCount",
            1);
    private static final Map<String, Object> NEW_LOG = Map.of(
            "type",
            "MAIL",
            "level",
            "INFO",
            "rolloverSize",
            "10MB",
            "rolloverInterval",
            "none",
            "maxFiles",
            10,
            "enabled",
            true);

    private final WorkingPolicy working;
    private final Texts texts;
    private final SectionOffers offers;
    private final ObjectProvider<RowStates> states;

    SectionPages(WorkingPolicy working, Texts texts, SectionOffers offers, ObjectProvider<RowStates> states) {
        this.working = working;
        this.texts = texts;
        this.offers = offers;
        this.states = states;
    }

    /// An object as a row of the list.
    ///
    /// @param states the object's current states that the page shows
    /// @param withoutDane domain that gets DANE Support None by one click, null for none
    public record Row(
            int position,
            Map<String, String> values,
            List<RowStates.RowState> states,
            List<String> advice,
            @Nullable String withoutDane) {}

    @GetMapping
    String list(
            @PathVariable String menu,
            @PathVariable String page,
            @RequestParam(defaultValue = "") String listener,
            @RequestParam(defaultValue = "") String client,
            Model model,
            RedirectAttributes redirect) {
        PolicySection section = section(menu, page);
        if (gone(section, listener)) {
            redirect.addFlashAttribute("problem", texts.of("sections.listener.gone.list", listener));
            return "redirect:" + section.address();
        }
        Policy policy = working.policy();
        List<Fault> violations = working.violations();
        List<Row> rows = new ArrayList<>();
        // Without any listener there is no place, and the page says so.
        SectionPlace place = policy.listeners().isEmpty() && section.ofListener() ? null : place(section, listener);
        List<Map<String, Object>> items = place == null ? List.of() : SectionList.of(policy, place);
        for (int i = 0; i < items.size(); i++) {
            rows.add(row(Objects.requireNonNull(place), i, items.get(i), violations));
        }
        model.addAttribute("area", section);
        model.addAttribute("place", place);
        model.addAttribute("listeners", section.ofListener() ? policy.listeners() : List.of());
        model.addAttribute("rows", rows);
        model.addAttribute("version", working.section(section.section()).version());
        model.addAttribute("defaultInterface", policy.virtualGateways().defaultInterface());
        model.addAttribute("tester", HatTester.of(policy, place, client));
        return "sections/list";
    }

    private Row row(SectionPlace place, int i, Map<String, Object> item, List<Fault> violations) {
        PolicySection section = place.section();
        String field = place.path() + "[" + i + "]";
        List<Fault> own = violations.stream()
                .filter(v -> v.field().equals(field) || v.field().startsWith(field + "."))
                .toList();
        boolean trap = section == PolicySection.SMTP_ROUTES && own.stream().anyMatch(v -> v.isAdvice());
        String domain = String.valueOf(item.get("domain"));
        return new Row(
                i,
                SectionView.of(section.fields(), i, 0, item).values(),
                states.orderedStream()
                        .flatMap(s -> s.of(section.address(), String.valueOf(item.get("name"))).stream())
                        .toList(),
                own.stream().map(f -> texts.of(f.wording())).toList(),
                trap ? (domain.equals("ALL") ? "default" : domain) : null);
    }

    @GetMapping("/new")
    String fresh(
            @PathVariable String menu,
            @PathVariable String page,
            @RequestParam(defaultValue = "") String listener,
            Model model) {
        PolicySection section = section(menu, page);
        SectionView view = SectionView.of(section.fields(), -1, version(section), example(section));
        return show(view, place(section, listener), model);
    }

    @GetMapping("/{position:\\d+}")
    String edit(
            @PathVariable String menu,
            @PathVariable String page,
            @PathVariable int position,
            @RequestParam(defaultValue = "") String listener,
            Model model) {
        PolicySection section = section(menu, page);
        SectionPlace place = place(section, listener);
        List<Map<String, Object>> items = SectionList.of(working.policy(), place);
        if (position >= items.size()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return show(SectionView.of(section.fields(), position, version(section), items.get(position)), place, model);
    }

    @PostMapping({"/new", "/{position:\\d+}"})
    @PreAuthorize("hasRole('OPERATOR')")
    String submit(
            @PathVariable String menu,
            @PathVariable String page,
            @PathVariable(required = false) @Nullable Integer position,
            @RequestParam long version,
            @RequestParam(defaultValue = "") String listener,
            @RequestParam Map<String, String> parameters,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        PolicySection section = section(menu, page);
        SectionView view = SectionView.typed(section.fields(), position == null ? -1 : position, version, parameters);
        if (gone(section, listener)) {
            response.setStatus(HttpStatus.CONFLICT.value());
            return listenerGone(section, view, listener, model);
        }
        SectionPlace place = place(section, listener);
        Map<String, List<String>> typed = view.typedFaults(texts);
        if (!typed.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return show(view.with(version, typed), place, model);
        }
        String name = view.values().getOrDefault(section.key().key(), "");
        return switch (put(place, view, name, user.getName())) {
            case Submission.Submitted done -> {
                redirect.addFlashAttribute("message", texts.of("config.submitted", name));
                yield "redirect:" + place.address();
            }
            case Submission.Rejected rejected -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield show(view.refused(rejected.faults(), texts), place, model);
            }
            case Submission.Stale stale -> {
                response.setStatus(HttpStatus.CONFLICT.value());
                yield show(view.with(version(section), Map.of("", List.of(texts.of(stale.why())))), place, model);
            }
        };
    }

    /// Whether a form belongs to a listener that no longer exists.
    private boolean gone(PolicySection section, String listener) {
        return section.ofListener()
                && !listener.isEmpty()
                && SectionPlace.of(section, working.policy(), listener).isEmpty();
    }

    /// Keeps the typed text and asks for the listener that it belongs to.
    private String listenerGone(PolicySection section, SectionView view, String listener, Model model) {
        model.addAttribute(
                "listeners",
                working.policy().listeners().stream()
                        .map(ListenerSettings::name)
                        .toList());
        Map<String, List<String>> fault = Map.of("listener", List.of(texts.of("sections.listener.gone", listener)));
        return show(view.with(view.version(), fault), new SectionPlace(section, "", ""), model);
    }

    private Submission put(SectionPlace place, SectionView view, String name, String user) {
        PolicySection section = place.section();
        int at = view.isNew() ? placeOfNew(place, view) : view.position();
        String prefix = place.path() + "[" + at + "].";
        return working.submitSection(
                section.section(),
                view.version(),
                now -> SectionList.with(
                        now,
                        place,
                        items -> {
                            if (view.isNew()) {
                                items.add(Math.min(at, items.size()), view.item(Map.of()));
                            } else if (at < items.size()) {
                                items.set(at, view.item(items.get(at)));
                            } else {
                                items.add(view.item(Map.of()));
                            }
                            return items;
                        },
                        prefix),
                new Submit(user, section.page() + " " + name, prefix));
    }

    /// Places a new object at the end, but a sender group above the one for ALL: below that it would never match.
    private int placeOfNew(SectionPlace place, SectionView view) {
        List<Map<String, Object>> items = SectionList.of(working.policy(), place);
        if (place.section() == PolicySection.SENDER_GROUPS && !takesAll(view.item(Map.of()))) {
            for (int i = 0; i < items.size(); i++) {
                if (takesAll(items.get(i))) {
                    return i;
                }
            }
        }
        return items.size();
    }

    private static boolean takesAll(Map<String, Object> group) {
        return group.get("senders") instanceof List<?> senders && senders.contains("ALL");
    }

    @PostMapping("/{position:\\d+}/delete")
    @PreAuthorize("hasRole('OPERATOR')")
    String delete(
            @PathVariable String menu,
            @PathVariable String page,
            @PathVariable int position,
            @RequestParam long version,
            @RequestParam(defaultValue = "") String listener,
            Principal user,
            RedirectAttributes redirect) {
        PolicySection section = section(menu, page);
        if (gone(section, listener)) {
            return nothingChanged(section, listener, redirect);
        }
        SectionPlace place = place(section, listener);
        return change(place, version, "deletion", user, redirect, items -> {
            if (position < items.size()) {
                items.remove(position);
            }
            return items;
        });
    }

    @PostMapping("/{position:\\d+}/{direction:up|down}")
    @PreAuthorize("hasRole('OPERATOR')")
    String move(
            @PathVariable String menu,
            @PathVariable String page,
            @PathVariable int position,
            @PathVariable String direction,
            @RequestParam long version,
            @RequestParam(defaultValue = "") String listener,
            Principal user,
            RedirectAttributes redirect) {
        PolicySection section = section(menu, page);
        if (gone(section, listener)) {
            return nothingChanged(section, listener, redirect);
        }
        SectionPlace place = place(section, listener);
        int to = direction.equals("up") ? position - 1 : position + 1;
        return change(place, version, "order", user, redirect, items -> {
            if (to >= 0 && Math.max(to, position) < items.size()) {
                Collections.swap(items, position, to);
            }
            return items;
        });
    }

    private String nothingChanged(PolicySection section, String listener, RedirectAttributes redirect) {
        redirect.addFlashAttribute("problem", texts.of("sections.listener.gone.list", listener));
        return "redirect:" + section.address();
    }

    private String change(
            SectionPlace place,
            long version,
            String what,
            Principal user,
            RedirectAttributes redirect,
            UnaryOperator<List<Map<String, Object>>> edit) {
        PolicySection section = place.section();
        Submission outcome = working.submitSection(
                section.section(),
                version,
                now -> SectionList.with(now, place, edit, NO_FIELD),
                new Submit(user.getName(), section.page() + " " + what, NO_FIELD));
        if (outcome instanceof Submission.Stale stale) {
            redirect.addFlashAttribute("problem", texts.of(stale.why()));
        } else {
            redirect.addFlashAttribute("message", texts.of("config.submitted.section"));
        }
        return "redirect:" + place.address();
    }

    private String show(SectionView view, SectionPlace place, Model model) {
        model.addAttribute("area", place.section());
        model.addAttribute("place", place);
        model.addAttribute("offers", offers.of(working.policy()));
        model.addAttribute("view", view);
        model.addAttribute("schedule", RetryDrawing.of(view));
        return FORM;
    }

    private static Map<String, Object> example(PolicySection section) {
        return switch (section) {
            case LISTENERS -> NEW_LISTENER;
            case BOUNCE_PROFILES -> NEW_BOUNCE_PROFILE;
            case LOG_SUBSCRIPTIONS -> NEW_LOG;
            default -> Map.of();
        };
    }

    private long version(PolicySection section) {
        return working.section(section.section()).version();
    }

    private SectionPlace place(PolicySection section, String listener) {
        return SectionPlace.of(section, working.policy(), listener)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static PolicySection section(String menu, String page) {
        return PolicySection.at(menu, page).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
