package org.danegate.config.web;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.config.Acknowledgements;
import org.danegate.config.MendingForms;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/// What the rules say about the working copy, as the commit page lists it: the faults that prevent a commit and the
/// advice on it, each with the form that mends it.
@Component
class CommitFindings {

    /// Most faults and most pieces of advice listed; the others appear when these are fixed.
    private static final int MOST_LISTED = 50;

    private static final Pattern ROUTE = Pattern.compile("smtpRoutes\\[(\\d+)]\\.domain");
    private static final Pattern ENTRY = Pattern.compile("destinationControls\\.destinations\\[(\\d+)]\\.dane");

    private final WorkingPolicy working;
    private final Texts texts;
    private final ObjectProvider<MendingForms> forms;

    CommitFindings(WorkingPolicy working, Texts texts, ObjectProvider<MendingForms> forms) {
        this.working = working;
        this.texts = texts;
        this.forms = forms;
    }

    /// A reason why a commit is not possible.
    ///
    /// @param field as the policy file names it
    /// @param address form that fixes it, empty when there is none
    public record Obstacle(String message, String field, String address) {}

    /// Something to consider before a commit.
    ///
    /// @param withoutDane domain that a click sets to DANE Support None, `default` for the Default entry, null
    ///     for none
    /// @param address form of its subject, empty when there is none
    public record Advice(String message, @Nullable String withoutDane, String address) {}

    /// Puts the findings into a page.
    ///
    /// @param shown the working copy that the page shows
    /// @param violations what the rules say about just that working copy
    void show(List<Fault> violations, Policy shown, Model model) {
        List<Fault> errors = violations.stream().filter(Fault::isError).toList();
        List<Fault> advice = violations.stream().filter(Fault::isAdvice).toList();
        model.addAttribute("moreFaults", Math.max(0, errors.size() - MOST_LISTED));
        model.addAttribute("moreAdvice", Math.max(0, advice.size() - MOST_LISTED));
        model.addAttribute(
                "faults",
                errors.stream().limit(MOST_LISTED).map(v -> obstacle(v, shown)).toList());
        model.addAttribute(
                "acknowledge",
                Acknowledgements.needed(violations, working.inForce()).stream()
                        .map(v -> texts.of(v.wording()))
                        .toList());
        model.addAttribute(
                "advice",
                advice.stream().limit(MOST_LISTED).map(v -> advice(v, shown)).toList());
    }

    private Obstacle obstacle(Fault fault, Policy shown) {
        return new Obstacle(texts.of(fault.wording()), fault.field(), mending(shown, fault.field()));
    }

    private Advice advice(Fault advice, Policy shown) {
        return new Advice(texts.of(advice.wording()), withoutDane(advice, shown), mending(shown, advice.field()));
    }

    /// Address of the form that fixes a fault; empty when no page has the field.
    private String mending(Policy policy, String field) {
        return forms.orderedStream()
                .flatMap(f -> f.of(policy, field).stream())
                .findFirst()
                .orElse("");
    }

    /// @param shown the policy that the advice is about: only there do the positions in its field hold
    private static @Nullable String withoutDane(Fault advice, Policy shown) {
        Matcher route = ROUTE.matcher(advice.field());
        if (route.matches()) {
            DomainPattern pattern =
                    shown.smtpRoutes().get(Integer.parseInt(route.group(1))).pattern();
            return pattern == null ? "default" : pattern.toString();
        }
        Matcher entry = ENTRY.matcher(advice.field());
        if (!entry.matches()) {
            return null;
        }
        List<DestinationEntry> entries = shown.destinationControls().entries();
        return entries.get(Integer.parseInt(entry.group(1))).pattern().toString();
    }
}
