package org.danegate.sections.web;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.policy.DnsSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/// Network > DNS as text, so that no typed text is lost; empty rows are ignored.
public class DnsForm {

    private List<Row> servers = new ArrayList<>();
    private List<Row> secondaryServers = new ArrayList<>();
    private List<AlternateRow> alternateServers = new ArrayList<>();
    private long version;
    private boolean useRootServers;
    private String timeout = "";
    private String trustAnchorFile = "";

    /// A server's row.
    public static class Row {

        private String address = "";
        private String port = "";
        private String priority = "";

        /// An empty row.
        public Row() {}

        Row(DnsSettings.Server server) {
            address = server.address();
            port = String.valueOf(server.port());
            priority = String.valueOf(server.priority());
        }

        boolean isEmpty() {
            return address.isBlank() && port.isBlank() && priority.isBlank();
        }

        public String getAddress() {
            return address;
        }

        public void setAddress(String address) {
            this.address = address;
        }

        public String getPort() {
            return port;
        }

        public void setPort(String port) {
            this.port = port;
        }

        public String getPriority() {
            return priority;
        }

        public void setPriority(String priority) {
            this.priority = priority;
        }
    }

    /// The row of a server for one domain.
    public static class AlternateRow {

        private String domain = "";
        private String address = "";
        private String port = "";

        /// An empty row.
        public AlternateRow() {}

        AlternateRow(DnsSettings.AlternateServer server) {
            domain = server.domain().display();
            address = server.address();
            port = String.valueOf(server.port());
        }

        boolean isEmpty() {
            return domain.isBlank() && address.isBlank() && port.isBlank();
        }

        public String getDomain() {
            return domain;
        }

        public void setDomain(String domain) {
            this.domain = domain;
        }

        public String getAddress() {
            return address;
        }

        public void setAddress(String address) {
            this.address = address;
        }

        public String getPort() {
            return port;
        }

        public void setPort(String port) {
            this.port = port;
        }
    }

    /// An empty form.
    public DnsForm() {}

    static DnsForm of(DnsSettings dns, long version) {
        DnsForm form = new DnsForm();
        form.version = version;
        form.useRootServers = dns.useRootServers();
        dns.servers().forEach(s -> form.servers.add(new Row(s)));
        dns.secondaryServers().forEach(s -> form.secondaryServers.add(new Row(s)));
        dns.alternateServers().forEach(s -> form.alternateServers.add(new AlternateRow(s)));
        Duration wait = dns.timeout();
        form.timeout = wait == null ? "" : String.valueOf(wait.toSeconds());
        Path file = dns.trustAnchorFile();
        form.trustAnchorFile = file == null ? "" : file.toString();
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
            servers.add(new Row());
        } else if (list.equals("secondaryServers")) {
            secondaryServers.add(new Row());
        } else if (list.equals("alternateServers")) {
            alternateServers.add(new AlternateRow());
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
        servers.removeIf(Row::isEmpty);
        secondaryServers.removeIf(Row::isEmpty);
        alternateServers.removeIf(AlternateRow::isEmpty);
    }

    /// What the page says above the DNS servers when the form lists none: `none` when no list has a server, `here`
    /// when another one has, `root` in root servers mode, empty when servers are listed.
    public String getLacking() {
        if (useRootServers) {
            return "root";
        }
        if (!servers.stream().allMatch(Row::isEmpty)) {
            return "";
        }
        return secondaryServers.stream().allMatch(Row::isEmpty)
                        && alternateServers.stream().allMatch(AlternateRow::isEmpty)
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
                file(faults));
        return faults.hasErrors() ? null : settings;
    }

    private static List<DnsSettings.Server> read(String field, List<Row> rows, BindingResult faults) {
        List<DnsSettings.Server> servers = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (!row.isEmpty()) {
                String at = field + "[" + i + "].";
                int port = number(at + "port", row.port, 53, faults);
                int priority = number(at + "priority", row.priority, 0, faults);
                requireAddress(at, row.address, faults);
                servers.add(new DnsSettings.Server(row.address.strip(), port, priority));
            }
        }
        return servers;
    }

    private List<DnsSettings.AlternateServer> readAlternates(BindingResult faults) {
        List<DnsSettings.AlternateServer> read = new ArrayList<>();
        for (int i = 0; i < alternateServers.size(); i++) {
            AlternateRow row = alternateServers.get(i);
            if (!row.isEmpty()) {
                String at = "alternateServers[" + i + "].";
                DomainName domain = domain(at + "domain", row.domain, faults);
                requireAddress(at, row.address, faults);
                int port = number(at + "port", row.port, 53, faults);
                if (domain != null) {
                    read.add(new DnsSettings.AlternateServer(domain, row.address.strip(), port));
                }
            }
        }
        return read;
    }

    private static @Nullable DomainName domain(String field, String text, BindingResult faults) {
        if (text.isBlank()) {
            faults.rejectValue(field, "dns.fault.domain", "Enter the domain, or remove the row.");
            return null;
        }
        try {
            return DomainName.parse(text);
        } catch (IllegalArgumentException e) {
            faults.rejectValue(
                    field, "dns.fault.no-domain", new Object[] {text.strip()}, "Not a domain name: ''{0}''.");
            return null;
        }
    }

    private static void requireAddress(String at, String address, BindingResult faults) {
        if (address.isBlank()) {
            faults.rejectValue(
                    at + "address", "dns.fault.address", "Enter the server's IP address, or remove the row.");
        }
    }

    private static int number(String field, String text, int otherwise, BindingResult faults) {
        if (text.isBlank()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            faults.rejectValue(
                    field, "dns.fault.number", new Object[] {text}, "A whole number is expected; you entered ''{0}''.");
            return otherwise;
        }
    }

    private @Nullable Duration wait(BindingResult faults) {
        return timeout.isBlank() ? null : Duration.ofSeconds(number("timeout", timeout, 60, faults));
    }

    private @Nullable Path file(BindingResult faults) {
        try {
            return trustAnchorFile.isBlank() ? null : Path.of(trustAnchorFile.strip());
        } catch (InvalidPathException e) {
            faults.rejectValue("trustAnchorFile", "dns.fault.file", "This is not a file name.");
            return null;
        }
    }

    public List<Row> getServers() {
        return servers;
    }

    public void setServers(List<Row> servers) {
        this.servers = servers;
    }

    public List<Row> getSecondaryServers() {
        return secondaryServers;
    }

    public void setSecondaryServers(List<Row> secondaryServers) {
        this.secondaryServers = secondaryServers;
    }

    public List<AlternateRow> getAlternateServers() {
        return alternateServers;
    }

    public void setAlternateServers(List<AlternateRow> alternateServers) {
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
