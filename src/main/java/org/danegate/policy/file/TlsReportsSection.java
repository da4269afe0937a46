package org.danegate.policy.file;

import java.util.List;
import java.util.Map;
import org.danegate.address.DomainName;
import org.danegate.address.MailAddress;
import org.danegate.policy.TlsReportSettings;
import org.danegate.policy.TlsReportSettings.Options;

/// The section `tlsReports` of a policy file.
final class TlsReportsSection {

    private static final List<String> KEYS =
            List.of("mode", "organization", "contact", "excluded", "failuresOnly", "mayGoInClear");

    private TlsReportsSection() {}

    static TlsReportSettings read(YamlMap root) {
        TlsReportSettings d = TlsReportSettings.defaults();
        YamlMap map = root.map("tlsReports", KEYS);
        return map == null
                ? d
                : new TlsReportSettings(
                        map.word("mode", d.mode()),
                        map.text("organization"),
                        map.mailAddress("contact"),
                        map.domains("excluded"),
                        new Options(
                                map.truth("failuresOnly", d.options().failuresOnly()),
                                map.truth("mayGoInClear", d.options().mayGoInClear())));
    }

    static Map<String, Object> tree(TlsReportSettings reports) {
        MailAddress contact = reports.contact();
        return FileTree.map(
                "mode", reports.mode().name(),
                "organization", reports.organization(),
                "contact", contact == null ? null : contact.text(),
                "excluded",
                        reports.excluded().isEmpty()
                                ? null
                                : reports.excluded().stream()
                                        .map(DomainName::ascii)
                                        .toList(),
                "failuresOnly", reports.options().failuresOnly(),
                "mayGoInClear", reports.options().mayGoInClear());
    }
}
