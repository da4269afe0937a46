package org.danegate.sections.web;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.Sha1Signatures;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/// Network > DNS as text, so that no typed text is lost; empty rows are ignored.
public class DnsForm {

    private List<DnsRow.Server> servers = new ArrayList<>();
    private List<DnsRow.Server> secondaryServers = new ArrayList<>();
    private List<DnsRow.Alternate> alternateServers = new ArrayList<>();
    private long version;
    private boolean useRootServers;
    private String timeout = "";
    private String trustAnchorFile = "";
    private String sha1Signatures = Sha1Signatures.UNSUPPORTED.name();

    /// An empty form.
    public DnsForm() {}

    static DnsForm of(DnsSettings dns, long version) {
        DnsForm form = new DnsForm();
        form.version = version;
        form.useRootServers = dns.useRootServers();
        dns.servers().forEach(s -> form.servers.add(new DnsRow.Server(s)));
        dns.secondaryServers().forEach(s -> form.secondaryServers.add(new DnsRow.Server(s)));
        dns.alternateServers().forEach(s -> form.alternateServers.add(new DnsRow.Alternate(s)));
        Duration wait = dns.timeout();
        form.timeout = wait == null ? "" : String.valueOf(wait.toSeconds());
        Path file = dns.trustAnchorFile();
        form.trustAnchorFile = file == null ? "" : file.toString();
        form.sha1Signatures = dns.sha1Signatures().name();
        return form;
    }

    /// Adds an empty row at the end of each list, so that there is always one more to fill in without JavaScript.
    void addRows() {
        addRow("servers");
        addRow("secondaryServers");
        addRow("alternateServers");
    }

    /// Adds an empty row to one list; other names add nothing.
    void addRow(String list) {
        if (list.equals("servers")) {
            servers.add(new DnsRow.Server());
        } else if (list.equals("secondaryServers")) {
            secondaryServers.add(new DnsRow.Server());
        } else if (list.equals("alternateServers")) {
            alternateServers.add(new DnsRow.Alternate());
        }
    }

    /// Removes one row; a name that matches no row removes nothing.
    ///
    /// @param row such as `servers[1]`
    void removeRow(String row) {
        removeRow(row, "servers", servers);
        removeRow(row, "secondaryServers", secondaryServers);
        removeRow(row, "alternateServers", alternateServers);
    }

    private static void removeRow(String row, String list, List<?> rows) {
        for (int i = 0; i < rows.size(); i++) {
            if (row.equals(list + "[" + i + "]")) {
                rows.remove(i);
                return;
            }
        }
    }

    /// Removes empty rows, so that rows and servers have the same positions.
    void dropEmptyRows() {
        servers.removeIf(DnsRow::isEmpty);
        secondaryServers.removeIf(DnsRow::isEmpty);
        alternateServers.removeIf(DnsRow::isEmpty);
    }

    /// What the page says above the DNS servers when the form lists none: `none` when no list has a server, `here`
    /// when another one has, `root` in root servers mode, empty when servers are listed.
    public String getLacking() {
        if (useRootServers) {
            return "root";
        }
        if (!servers.stream().allMatch(DnsRow::isEmpty)) {
            return "";
        }
        return secondaryServers.stream().allMatch(DnsRow::isEmpty)
                        && alternateServers.stream().allMatch(DnsRow::isEmpty)
                ? "none"
                : "here";
    }

    public boolean isUseRootServers() {
        return useRootServers;
    }

    public void setUseRootServers(boolean useRootServers) {
        this.useRootServers = useRootServers;
    }

    public long getVersion() {
        return version;
    }

    public void setVersion(long version) {
        this.version = version;
    }

    /// The settings, or null with faults at their fields.
    @Nullable
    DnsSettings settings(BindingResult faults) {
        DnsSettings settings = new DnsSettings(
                read("servers", servers, faults),
                read("secondaryServers", secondaryServers, faults),
                readAlternates(faults),
                useRootServers,
                wait(faults),
                file(faults),
                sha1(faults));
        return faults.hasErrors() ? null : settings;
    }

    private static List<DnsSettings.Server> read(String field, List<DnsRow.Server> rows, BindingResult faults) {
        List<DnsSettings.Server> servers = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).isEmpty()) {
                servers.add(rows.get(i).read(field + "[" + i + "].", faults));
            }
        }
        return servers;
    }

    private List<DnsSettings.AlternateServer> readAlternates(BindingResult faults) {
        List<DnsSettings.AlternateServer> servers = new ArrayList<>();
        for (int i = 0; i < alternateServers.size(); i++) {
            DnsRow.Alternate row = alternateServers.get(i);
            DnsSettings.AlternateServer server =
                    row.isEmpty() ? null : row.read("alternateServers[" + i + "].", faults);
            if (server != null) {
                servers.add(server);
            }
        }
        return servers;
    }

    private @Nullable Duration wait(BindingResult faults) {
        return timeout.isBlank() ? null : Duration.ofSeconds(TypedNumber.read("timeout", timeout, 60, faults));
    }

    private @Nullable Path file(BindingResult faults) {
        try {
            return trustAnchorFile.isBlank() ? null : Path.of(trustAnchorFile.strip());
        } catch (InvalidPathException e) {
            faults.rejectValue("trustAnchorFile", "dns.fault.file", "This is not a file name.");
            return null;
        }
    }

    private Sha1Signatures sha1(BindingResult faults) {
        for (Sha1Signatures worth : Sha1Signatures.values()) {
            if (worth.name().equals(sha1Signatures)) {
                return worth;
            }
        }
        faults.rejectValue("sha1Signatures", "dns.fault.sha1", "Choose one of the two.");
        return Sha1Signatures.UNSUPPORTED;
    }

    public String getSha1Signatures() {
        return sha1Signatures;
    }

    public void setSha1Signatures(String sha1Signatures) {
        this.sha1Signatures = sha1Signatures;
    }

    public List<DnsRow.Server> getServers() {
        return servers;
    }

    public void setServers(List<DnsRow.Server> servers) {
        this.servers = servers;
    }

    public List<DnsRow.Server> getSecondaryServers() {
        return secondaryServers;
    }

    public void setSecondaryServers(List<DnsRow.Server> secondaryServers) {
        this.secondaryServers = secondaryServers;
    }

    public List<DnsRow.Alternate> getAlternateServers() {
        return alternateServers;
    }

    public void setAlternateServers(List<DnsRow.Alternate> alternateServers) {
        this.alternateServers = alternateServers;
    }

    public String getTimeout() {
        return timeout;
    }

    public void setTimeout(String timeout) {
        this.timeout = timeout;
    }

    public String getTrustAnchorFile() {
        return trustAnchorFile;
    }

    public void setTrustAnchorFile(String trustAnchorFile) {
        this.trustAnchorFile = trustAnchorFile;
    }
}
