package org.danegate.destinations.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.console.Texts;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DestinationSetting.Group;
import org.danegate.policy.DestinationSetting.Use;
import org.danegate.policy.SettingType;
import org.jspecify.annotations.Nullable;

/// The columns of the list of destinations, with the filters in their heads.
final class DestinationColumns {

    /// The settings of each column; those that share a column are below one another in it.
    static final List<List<DestinationSetting<?>>> SETTINGS = settings();

    private DestinationColumns() {}

    /// A column of the list.
    ///
    /// @param sort sort key of the column; empty when the list cannot be sorted by it
    public record Column(
            String heading, String sort, @Nullable String filter, Map<String, String> choices) {}

    static List<Column> in(DestinationWords words, Texts texts) {
        return SETTINGS.stream().map(settings -> column(settings, words, texts)).toList();
    }

    private static List<List<DestinationSetting<?>>> settings() {
        List<List<DestinationSetting<?>>> columns = new ArrayList<>();
        for (DestinationSetting<?> setting : DestinationSetting.with(Use.LISTED)) {
            boolean shares = setting.group() == Group.LIMITS
                    && !columns.isEmpty()
                    && columns.getLast().getFirst().group() == Group.LIMITS;
            if (shares) {
                columns.getLast().add(setting);
            } else {
                columns.add(new ArrayList<>(List.of(setting)));
            }
        }
        return columns;
    }

    private static Column column(List<DestinationSetting<?>> settings, DestinationWords words, Texts texts) {
        DestinationSetting<?> first = settings.getFirst();
        String label = words.label(first);
        return new Column(
                first.group() == Group.LIMITS ? words.of("limits") : texts.orElse(label, first.code() + ".column"),
                first.is(Use.SORTED) ? first.key() : "",
                first.is(Use.FILTERED) ? DestinationListState.filter(first) : null,
                filterChoices(first, words));
    }

    private static Map<String, String> filterChoices(DestinationSetting<?> setting, DestinationWords words) {
        Map<String, String> choices = new LinkedHashMap<>();
        choices.put("", words.of("any"));
        choices.put(DestinationChoices.USE_DEFAULT, words.of("uses-default"));
        if (setting.type() instanceof SettingType.Words<?> type) {
            type.values().forEach(v -> choices.put(v.name(), words.value(setting, v)));
        }
        return choices;
    }
}
