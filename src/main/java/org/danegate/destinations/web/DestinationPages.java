package org.danegate.destinations.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.config.DestinationEdits;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.FormFaults;
import org.danegate.console.Texts;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Mail Policies > Destination Controls.
@Controller
class DestinationPages {

    private static final String LIST = DestinationListState.LIST;
    private static final String FORM = "destinations/form";

    private final WorkingPolicy working;
    private final DestinationEdits edits;
    private final Texts texts;

    DestinationPages(WorkingPolicy working, DestinationEdits edits, Texts texts) {
        this.working = working;
        this.edits = edits;
        this.texts = texts;
    }

    @GetMapping(LIST + "/new")
    String add(@RequestParam(defaultValue = "") String domain, Model model) {
        DestinationForm form = DestinationForm.blank(defaults());
        form.setDomain(domain);
        return show(form, form.faults(), "new", model);
    }

    /// The form of a domain's entry, for links without an id; the list if the entry no longer exists.
    @GetMapping(LIST + "/entry")
    String find(@RequestParam String domain, RedirectAttributes redirect) {
        Optional<DestinationEdits.Stored> stored = edits.find(domain.strip());
        if (stored.isEmpty()) {
            redirect.addAttribute("filter", domain);
        }
        return "redirect:" + LIST + stored.map(s -> "/" + s.id()).orElse("");
    }

    @GetMapping(LIST + "/{id:\\d+}")
    String edit(@PathVariable long id, Model model) {
        DestinationEdits.Stored stored =
                edits.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        DestinationForm form = DestinationForm.of(stored.entry(), stored.version(), defaults());
        return show(form, form.faults(), String.valueOf(id), model);
    }

    @GetMapping(LIST + "/default")
    String editDefault(Model model) {
        DestinationForm form = defaultForm();
        return show(form, form.faults(), "default", model);
    }

    @PostMapping(LIST + "/new")
    @PreAuthorize("hasRole('OPERATOR')")
    String create(
            @RequestParam Map<String, String> typed,
            @RequestParam(defaultValue = "0") long version,
            Model model,
            Principal user,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        return submit(null, DestinationForm.posted(typed), version, model, user, redirect, response);
    }

    @PostMapping(LIST + "/{id:\\d+}")
    @PreAuthorize("hasRole('OPERATOR')")
    String change(
            @PathVariable long id,
            @RequestParam Map<String, String> typed,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam(required = false) @Nullable List<String> take,
            Model model,
            Principal user,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        DestinationForm form = DestinationForm.posted(typed);
        edits.find(id)
                .filter(s -> s.version() == version)
                .ifPresent(s -> take(form, take, DestinationForm.of(s.entry(), version, defaults())));
        return submit(id, form, version, model, user, redirect, response);
    }

    private String submit(
            @Nullable Long id,
            DestinationForm form,
            long version,
            Model model,
            Principal user,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        BindingResult faults = form.faults();
        String key = id == null ? "new" : id.toString();
        DestinationEntry entry = form.entry(faults);
        if (faults.hasErrors()) {
            // Report all faults at once, not one after the other.
            SettingFaults.add(faults, edits.faultsOf(entry));
        } else {
            switch (edits.submit(id, version, entry, user.getName())) {
                case Submission.Submitted done -> {
                    redirect.addFlashAttribute("message", texts.of("destinations.submitted", entry.pattern()));
                    return "redirect:" + LIST;
                }
                case Submission.Rejected rejected -> SettingFaults.add(faults, rejected.faults());
                case Submission.Stale stale -> {
                    FormFaults.reject(faults, stale.why());
                    Optional.ofNullable(id).flatMap(edits::find).ifPresent(theirs -> {
                        showTheirs(theirs, entry, model);
                        form.setVersion(theirs.version());
                    });
                }
            }
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return show(form, faults, key, model);
    }

    @PostMapping(LIST + "/default")
    @PreAuthorize("hasRole('OPERATOR')")
    String changeDefault(
            @RequestParam Map<String, String> typed,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam(required = false) @Nullable List<String> take,
            Model model,
            Principal user,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        DestinationForm form = DestinationForm.posted(typed);
        if (working.section("destinationControls").version() == version) {
            take(form, take, defaultForm());
        }
        BindingResult faults = form.faults();
        form.setDomain("default");
        DestinationEntry entry = form.entry(faults);
        if (faults.hasErrors()) {
            // Report all faults at once, not one after the other.
            SettingFaults.add(faults, edits.faultsOf(entry));
        } else {
            DestinationProfile profile = entry.over(DestinationProfile.defaults());
            switch (working.submitDefault(profile, version, user.getName())) {
                case Submission.Submitted done -> {
                    redirect.addFlashAttribute("message", texts.of("destinations.submitted.default"));
                    return "redirect:" + LIST;
                }
                case Submission.Rejected rejected -> SettingFaults.add(faults, rejected.faults());
                case Submission.Stale stale -> {
                    FormFaults.reject(faults, stale.why());
                    WorkingPolicy.SectionState now = working.section("destinationControls");
                    form.setVersion(now.version());
                    showTheirs(
                            new DestinationEdits.Stored(0, now.version(), asEntry(defaults()), now.changedBy(), null),
                            entry,
                            model);
                }
            }
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return show(form, faults, "default", model);
    }

    private static DestinationEntry asEntry(DestinationProfile p) {
        return new DestinationEntry(new DomainPattern(new DomainName("default"), false), p.values());
    }

    private DestinationForm defaultForm() {
        return DestinationForm.of(
                defaults(), working.section("destinationControls").version());
    }

    private DestinationProfile defaults() {
        return working.policy().destinationControls().defaultProfile();
    }

    /// A value that another administrator submitted meanwhile, next to the typed one.
    ///
    /// @param field key of a {@link DestinationSetting}; ticking it takes their value
    public record Difference(String field, String label, String theirs, String mine) {}

    private void showTheirs(DestinationEdits.Stored theirs, DestinationEntry mine, Model model) {
        DestinationWords words = new DestinationWords(texts);
        model.addAttribute("theirs", theirs);
        model.addAttribute(
                "differences",
                theirs.entry().own().differences(mine.own()).stream()
                        .map(s -> new Difference(
                                s.key(),
                                words.label(s),
                                words.own(s, theirs.entry().get(s)),
                                words.own(s, mine.get(s))))
                        .toList());
    }

    /// Takes the ticked settings from the stored entry.
    private static void take(DestinationForm form, @Nullable List<String> ticked, DestinationForm theirs) {
        if (ticked != null) {
            ticked.forEach(key -> DestinationSetting.of(key).ifPresent(s -> form.take(s, theirs)));
        }
    }

    private String show(DestinationForm form, BindingResult faults, String key, Model model) {
        DestinationWords words = new DestinationWords(texts);
        Policy policy = working.policy();
        boolean isDefault = key.equals("default");
        DestinationChoices.Kind kind = isDefault ? DestinationChoices.Kind.DEFAULT : DestinationChoices.Kind.ENTRY;
        model.addAttribute(DestinationForm.NAME, form.typed());
        model.addAttribute(BindingResult.MODEL_KEY_PREFIX + DestinationForm.NAME, faults);
        model.addAttribute("key", key);
        model.addAttribute("isDefault", isDefault);
        model.addAttribute("defaults", policy.destinationControls().defaultProfile());
        model.addAttribute("parts", new DestinationChoices(policy, kind, words).parts());
        if (!isDefault && !key.equals("new")) {
            edits.find(Long.parseLong(key))
                    .ifPresent(stored -> model.addAttribute(
                            "effective",
                            EffectiveSettings.of(stored.entry().pattern(), policy, working.inForce(), words)));
        }
        return FORM;
    }
}
