package org.danegate.config.web;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.danegate.policy.DnsSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/// Network > DNS as text, so that nothing typed is lost; empty rows are passed over.
public class DnsForm {

    private List<Row> servers = new ArrayList<>();
    private List<Row> secondaryServers = new ArrayList<>();
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

    /// An empty form.
    public DnsForm() {}

    static DnsForm of(DnsSettings dns, long version) {
        DnsForm form = new DnsForm();
        form.version = version;
        form.useRootServers = dns.useRootServers();
        dns.servers().forEach(s -> form.servers.add(new Row(s)));
        dns.secondaryServers().forEach(s -> form.secondaryServers.add(new Row(s)));
        Duration wait = dns.timeout();
        form.timeout = wait == null ? "" : String.valueOf(wait.toSeconds());
        Path file = dns.trustAnchorFile();
        form.trustAnchorFile = file == null ? "" : file.toString();
        return form;
    }

    /// One empty row at the end of each list, so that there is always one more to fill in without JavaScript.
    void addRows() {
        addRow("servers");
        addRow("secondaryServers");
    }

    /// Adds an empty row to one list; other names add nothing.
    void addRow(String list) {
        if (list.equals("servers")) {
            servers.add(new Row());
        } else if (list.equals("secondaryServers")) {
            secondaryServers.add(new Row());
        }
    }

    /// Takes one row away; names of no row take nothing.
    ///
    /// @param row such as `servers[1]`
    void removeRow(String row) {
        removeRow(row, "servers", servers);
        removeRow(row, "secondaryServers", secondaryServers);
    }

    private static void removeRow(String row, String list, List<Row> rows) {
        for (int i = 0; i < rows.size(); i++) {
            if (row.equals(list + "[" + i + "]")) {
                rows.remove(i);
                return;
            }
        }
    }

    /// Takes empty rows away, so that rows and servers have the same positions.
    void dropEmptyRows() {
        servers.removeIf(Row::isEmpty);
        secondaryServers.removeIf(Row::isEmpty);
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

    /// The settings, or null with faults beside their fields.
    @Nullable
    DnsSettings settings(DnsSettings before, BindingResult faults) {
        DnsSettings settings = new DnsSettings(
                read("servers", servers, faults),
                read("secondaryServers", secondaryServers, faults),
                before.alternateServers(),
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
                if (row.address.isBlank()) {
                    faults.rejectValue(
                            at + "address", "dns.fault.address", "Enter the server's IP address, or remove the row.");
                }
                servers.add(new DnsSettings.Server(row.address.strip(), port, priority));
            }
        }
        return servers;
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
