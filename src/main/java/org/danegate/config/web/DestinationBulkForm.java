package org.danegate.config.web;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.IpAddressPreference;
import org.danegate.policy.LimitApply;
import org.danegate.policy.LimitType;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.TlsSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/// One form for many destinations. Each field leaves what the entries have (an empty choice), has them use Default, or
/// gives all of them one value.
public class DestinationBulkForm extends TypedProfile {

    private static final String OWN = "OWN";
    private static final Set<String> TRUTHS = Set.of("", DestinationChoices.USE_DEFAULT, "true", "false");

    private String concurrentConnectionsChoice = "";
    private String messagesPerConnectionChoice = "";
    private String recipientsChoice = "";

    /// A form that changes nothing.
    public DestinationBulkForm() {}

    /// What becomes of a value.
    ///
    /// @param kept whether the entry's own stays
    /// @param value the new one, null to use Default
    private record Edit<T>(boolean kept, @Nullable T value) {

        @Nullable
        T of(@Nullable T own) {
            return kept ? own : value;
        }

        static <T> Edit<T> leave() {
            return new Edit<>(true, null);
        }
    }

    /// What is done to each entry, or null with faults beside their fields.
    @Nullable
    UnaryOperator<DestinationEntry> rule(BindingResult faults) {
        Edit<IpAddressPreference> ip =
                word(IpAddressPreference.values(), "ipAddressPreference", ipAddressPreference, faults);
        Edit<Integer> connections =
                number(concurrentConnectionsChoice, "concurrentConnections", concurrentConnections, 1000, faults);
        Edit<Integer> messages =
                number(messagesPerConnectionChoice, "messagesPerConnection", messagesPerConnection, 1000, faults);
        Edit<RecipientLimit> limit = limit(faults);
        Edit<LimitType> type = word(LimitType.values(), "limitType", limitType, faults);
        Edit<LimitApply> apply = word(LimitApply.values(), "limitApply", limitApply, faults);
        Edit<TlsSupport> tlsEdit = word(TlsSupport.values(), "tls", tls, faults);
        Edit<DaneSupport> daneEdit = word(DaneSupport.values(), "dane", dane, faults);
        Edit<Boolean> chunks = truth("chunking", chunking, faults);
        Edit<Boolean> verification = truth("bounceVerification", bounceVerification, faults);
        Edit<String> profile = chosen(bounceProfile, name -> name);
        if (!faults.hasErrors()
                && Arrays.<Edit<?>>asList(
                                ip,
                                connections,
                                messages,
                                limit,
                                type,
                                apply,
                                tlsEdit,
                                daneEdit,
                                chunks,
                                verification,
                                profile)
                        .stream()
                        .allMatch(Edit::kept)) {
            faults.reject("destinations.fault.nothing", "Choose a value for at least one field.");
        }
        return faults.hasErrors()
                ? null
                : e -> new DestinationEntry(
                        e.pattern(),
                        ip.of(e.ipAddressPreference()),
                        connections.of(e.concurrentConnections()),
                        messages.of(e.messagesPerConnection()),
                        limit.of(e.recipientLimit()),
                        type.of(e.limitType()),
                        apply.of(e.limitApply()),
                        tlsEdit.of(e.tls()),
                        daneEdit.of(e.dane()),
                        verification.of(e.bounceVerification()),
                        profile.of(e.bounceProfile()),
                        chunks.of(e.chunking()));
    }

    private Edit<RecipientLimit> limit(BindingResult faults) {
        if (!recipientsChoice.equals(OWN)) {
            refuseOther("recipients", recipientsChoice, faults);
            return recipientsChoice.equals(DestinationChoices.USE_DEFAULT) ? new Edit<>(false, null) : Edit.leave();
        }
        Integer most = number(recipientsChoice, "recipients", recipients, 1_000_000_000, faults)
                .value();
        Integer span = number(recipientsChoice, "minutes", minutes, 60, faults).value();
        return most == null || span == null ? Edit.leave() : new Edit<>(false, new RecipientLimit(most, span));
    }

    private static Edit<Integer> number(String choice, String field, String text, int most, BindingResult faults) {
        if (choice.equals(DestinationChoices.USE_DEFAULT)) {
            return new Edit<>(false, null);
        }
        if (!choice.equals(OWN)) {
            refuseOther(field, choice, faults);
            return Edit.leave();
        }
        Integer number = DestinationForm.number(field, text, faults);
        int least = field.equals("recipients") ? 0 : 1;
        if (number != null && (number < least || number > most)) {
            faults.rejectValue(
                    field,
                    "destinations.fault.range",
                    new Object[] {least, most, number},
                    "Must be between {0} and {1}; you entered {2}.");
        }
        return new Edit<>(false, number);
    }

    /// Words that nobody offered are no way of leaving a field as it is.
    private static void refuseOther(String field, String choice, BindingResult faults) {
        if (!choice.isEmpty() && !choice.equals(DestinationChoices.USE_DEFAULT)) {
            faults.rejectValue(field, "destinations.fault.choice", "Choose one of the values offered.");
        }
    }

    private static <E extends Enum<E>> Edit<E> word(E[] values, String field, String text, BindingResult faults) {
        if (text.isEmpty()) {
            return Edit.leave();
        }
        if (text.equals(DestinationChoices.USE_DEFAULT)) {
            return new Edit<>(false, null);
        }
        for (E value : values) {
            if (value.name().equals(text)) {
                return new Edit<>(false, value);
            }
        }
        faults.rejectValue(field, "destinations.fault.choice", "Choose one of the values offered.");
        return Edit.leave();
    }

    private static Edit<Boolean> truth(String field, String text, BindingResult faults) {
        if (!TRUTHS.contains(text)) {
            faults.rejectValue(field, "destinations.fault.choice", "Choose one of the values offered.");
        }
        return chosen(text, Boolean::valueOf);
    }

    private static <T> Edit<T> chosen(String text, Function<String, T> read) {
        if (text.isEmpty()) {
            return Edit.leave();
        }
        return new Edit<>(false, text.equals(DestinationChoices.USE_DEFAULT) ? null : read.apply(text));
    }

    public String getConcurrentConnectionsChoice() {
        return concurrentConnectionsChoice;
    }

    public void setConcurrentConnectionsChoice(String concurrentConnectionsChoice) {
        this.concurrentConnectionsChoice = concurrentConnectionsChoice;
    }

    public String getMessagesPerConnectionChoice() {
        return messagesPerConnectionChoice;
    }

    public void setMessagesPerConnectionChoice(String messagesPerConnectionChoice) {
        this.messagesPerConnectionChoice = messagesPerConnectionChoice;
    }

    public String getRecipientsChoice() {
        return recipientsChoice;
    }

    public void setRecipientsChoice(String recipientsChoice) {
        this.recipientsChoice = recipientsChoice;
    }
}
