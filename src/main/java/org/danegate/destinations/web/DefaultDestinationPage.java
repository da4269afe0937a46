package org.danegate.destinations.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.config.DestinationEdits;
import org.danegate.config.SectionState;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DomainPattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Mail Policies > Destination Controls > Default: the form of the values that entries inherit.
@Controller
@RequestMapping(DestinationListState.LIST + "/default")
class DefaultDestinationPage {

    private static final String SECTION = "destinationControls";

    private final WorkingPolicy working;
    private final DestinationFormView view;
    private final DestinationSubmits submits;
    private final Texts texts;

    DefaultDestinationPage(WorkingPolicy working, DestinationFormView view, DestinationSubmits submits, Texts texts) {
        this.working = working;
        this.view = view;
        this.submits = submits;
        this.texts = texts;
    }

    @GetMapping
    String edit(Model model) {
        DestinationForm form = stored();
        return view.show(form, form.faults(), DestinationFormView.DEFAULT, model);
    }

    @PostMapping
    @PreAuthorize("hasRole('OPERATOR')")
    String change(
            @RequestParam Map<String, String> typed,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam(required = false) @Nullable List<String> take,
            Model model,
            Principal user,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        DestinationForm form = DestinationForm.posted(typed);
        if (working.section(SECTION).version() == version) {
            DestinationSubmits.take(form, take, stored());
        }
        form.setDomain("default");
        DestinationSubmits.Subject subject = new DestinationSubmits.Subject(
                DestinationFormView.DEFAULT,
                entry -> working.submitDefault(entry.over(DestinationProfile.defaults()), version, user.getName()),
                entry -> texts.of("destinations.submitted.default"),
                () -> Optional.of(theirs()));
        return submits.submit(subject, form, model, redirect, response);
    }

    private DestinationEdits.Stored theirs() {
        SectionState now = working.section(SECTION);
        DestinationEntry entry = new DestinationEntry(
                new DomainPattern(new DomainName("default"), false), defaults().values());
        return new DestinationEdits.Stored(0, now.version(), entry, now.changedBy(), null);
    }

    private DestinationForm stored() {
        return DestinationForm.of(defaults(), working.section(SECTION).version());
    }

    private DestinationProfile defaults() {
        return working.policy().destinationControls().defaultProfile();
    }
}
