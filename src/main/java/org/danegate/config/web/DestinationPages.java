package org.danegate.config.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.danegate.address.DomainName;
import org.danegate.config.PolicyChange;
import org.danegate.config.RefusedPolicyException;
import org.danegate.config.StaleEditException;
import org.danegate.config.WorkingPolicy;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DomainPattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Mail Policies > Destination Controls.
@Controller
class DestinationPages {

    private static final String LIST = "/mail-policies/destinations";
    private static final String FORM = "config/destination-form";

    private final WorkingPolicy working;

    DestinationPages(WorkingPolicy working) {
        this.working = working;
    }

    /// One line of the list.
    public record Row(
            WorkingPolicy.Stored stored,
            DestinationProfile effective,
            @Nullable String change) {}

    @GetMapping(LIST)
    String list(@RequestParam(defaultValue = "") String filter, Model model) {
        DestinationProfile d = working.policy().destinationControls().defaultProfile();
        Map<String, PolicyChange.Kind> changed = working.changes().stream()
                .collect(Collectors.toMap(PolicyChange::object, PolicyChange::kind, (a, b) -> a));
        String wanted = filter.strip().toLowerCase(Locale.ROOT);
        List<Row> rows = working.destinations().stream()
                .filter(s -> s.entry().pattern().toString().contains(wanted))
                .map(s -> new Row(
                        s,
                        s.entry().over(d),
                        word(changed.get("Destination " + s.entry().pattern()))))
                .toList();
        model.addAttribute("rows", rows);
        model.addAttribute("filter", filter);
        model.addAttribute("defaults", d);
        model.addAttribute("defaultChange", word(changed.get("Destination Default")));
        model.addAttribute(
                "deleted",
                changed.entrySet().stream()
                        .filter(c -> c.getValue() == PolicyChange.Kind.DELETED
                                && c.getKey().startsWith("Destination "))
                        .map(c -> c.getKey().substring("Destination ".length()))
                        .toList());
        return "config/destinations";
    }

    private static @Nullable String word(PolicyChange.@Nullable Kind kind) {
        return kind == null ? null : kind.name().toLowerCase(Locale.ROOT);
    }

    @GetMapping(LIST + "/new")
    String add(@RequestParam(defaultValue = "") String domain, Model model) {
        DestinationForm form = DestinationForm.blank(defaults());
        form.setDomain(domain);
        return show(form, "new", model);
    }

    @GetMapping(LIST + "/{id:\\d+}")
    String edit(@PathVariable long id, Model model) {
        WorkingPolicy.Stored stored =
                working.destination(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return show(DestinationForm.of(stored.entry(), stored.version(), defaults()), String.valueOf(id), model);
    }

    @GetMapping(LIST + "/default")
    String editDefault(Model model) {
        DestinationForm form = DestinationForm.of(defaults());
        form.setVersion(working.section("destinationControls").version());
        return show(form, "default", model);
    }

    @PostMapping(LIST + "/new")
    @PreAuthorize("hasRole('OPERATOR')")
    String create(
            @ModelAttribute("form") DestinationForm form,
            BindingResult faults,
            Model model,
            Principal user,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        return submit(null, form, faults, model, user, redirect, response);
    }

    @PostMapping(LIST + "/{id:\\d+}")
    @PreAuthorize("hasRole('OPERATOR')")
    String change(
            @PathVariable long id,
            @ModelAttribute("form") DestinationForm form,
            BindingResult faults,
            Model model,
            Principal user,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        return submit(id, form, faults, model, user, redirect, response);
    }

    private String submit(
            @Nullable Long id,
            DestinationForm form,
            BindingResult faults,
            Model model,
            Principal user,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        String key = id == null ? "new" : id.toString();
        DestinationEntry entry = form.entry(faults);
        if (entry != null) {
            try {
                working.submitDestination(id, form.getVersion(), entry, user.getName());
                redirect.addFlashAttribute("message", "Submitted " + entry.pattern() + ". Commit to put it in force.");
                return "redirect:" + LIST;
            } catch (RefusedPolicyException e) {
                FormFaults.add(faults, e);
            } catch (StaleEditException e) {
                faults.reject("stale", String.valueOf(e.getMessage()));
                if (id != null) {
                    working.destination(id).ifPresent(theirs -> {
                        model.addAttribute("theirs", theirs);
                        form.setVersion(theirs.version());
                    });
                }
            }
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return show(form, key, model);
    }

    @PostMapping(LIST + "/default")
    @PreAuthorize("hasRole('OPERATOR')")
    String changeDefault(
            @ModelAttribute("form") DestinationForm form,
            BindingResult faults,
            Model model,
            Principal user,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        form.setDomain("default");
        DestinationEntry entry = form.entry(faults);
        if (entry != null) {
            try {
                working.submitDefault(entry.over(DestinationProfile.defaults()), form.getVersion(), user.getName());
                redirect.addFlashAttribute("message", "Submitted the Default destination. Commit to put it in force.");
                return "redirect:" + LIST;
            } catch (RefusedPolicyException e) {
                FormFaults.add(faults, e);
            } catch (StaleEditException e) {
                faults.reject("stale", String.valueOf(e.getMessage()));
                WorkingPolicy.SectionState now = working.section("destinationControls");
                form.setVersion(now.version());
                model.addAttribute(
                        "theirs",
                        new WorkingPolicy.Stored(0, now.version(), asEntry(defaults()), now.changedBy(), null));
            }
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return show(form, "default", model);
    }

    /// Ticked entries, to be looked at once more before they go.
    @PostMapping(LIST + "/delete")
    @PreAuthorize("hasRole('OPERATOR')")
    String confirmDelete(
            @RequestParam(name = "id", required = false) @Nullable List<Long> ids,
            Model model,
            RedirectAttributes redirect) {
        List<WorkingPolicy.Stored> ticked = ids == null
                ? List.of()
                : ids.stream().flatMap(id -> working.destination(id).stream()).toList();
        if (ticked.isEmpty()) {
            redirect.addFlashAttribute("problem", "Nothing was deleted: tick the entries to delete first.");
            return "redirect:" + LIST;
        }
        model.addAttribute("ticked", ticked);
        return "config/destinations-delete";
    }

    /// @param shown `id:version` of each entry as it was shown
    @PostMapping(LIST + "/delete/confirmed")
    @PreAuthorize("hasRole('OPERATOR')")
    String delete(@RequestParam("shown") List<String> shown, Principal user, RedirectAttributes redirect) {
        Map<Long, Long> versions = new LinkedHashMap<>();
        for (String entry : shown) {
            String[] parts = entry.split(":");
            if (parts.length != 2 || !entry.matches("\\d{1,18}:\\d{1,18}")) {
                throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
            }
            versions.put(Long.valueOf(parts[0]), Long.valueOf(parts[1]));
        }
        try {
            working.deleteDestinations(versions, user.getName());
            String count = versions.size() == 1 ? "1 entry" : versions.size() + " entries";
            redirect.addFlashAttribute("message", "Deleted " + count + ". Commit to put it in force.");
        } catch (StaleEditException e) {
            redirect.addFlashAttribute("problem", String.valueOf(e.getMessage()));
        }
        return "redirect:" + LIST;
    }

    private static DestinationEntry asEntry(DestinationProfile p) {
        return new DestinationEntry(
                new DomainPattern(new DomainName("default"), false),
                p.ipAddressPreference(),
                p.concurrentConnections(),
                p.messagesPerConnection(),
                p.recipientLimit(),
                p.limitType(),
                p.limitApply(),
                p.tls(),
                p.dane(),
                p.bounceVerification(),
                p.bounceProfile());
    }

    private DestinationProfile defaults() {
        return working.policy().destinationControls().defaultProfile();
    }

    private String show(DestinationForm form, String key, Model model) {
        Map<String, String> profiles = new LinkedHashMap<>();
        working.policy().bounceProfiles().forEach(p -> profiles.put(p.name(), p.name()));
        profiles.putIfAbsent(BounceProfile.DEFAULT_NAME, BounceProfile.DEFAULT_NAME);
        model.addAttribute("form", form);
        model.addAttribute("key", key);
        model.addAttribute("isDefault", key.equals("default"));
        model.addAttribute("defaults", defaults());
        model.addAttribute("choices", new DestinationChoices(defaults(), key.equals("default"), profiles));
        return FORM;
    }
}
