package org.danegate.sections.web;

import org.danegate.address.DomainName;
import org.danegate.policy.DnsSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/// The row of a name server on the DNS form, as text.
public abstract sealed class DnsRow {

    private static final int PORT = 53;

    private String address = "";
    private String port = "";

    DnsRow() {}

    DnsRow(String address, int port) {
        this.address = address;
        this.port = String.valueOf(port);
    }

    /// The row of a server for all domains.
    public static final class Server extends DnsRow {

        private String priority = "";

        /// An empty row.
        public Server() {}

        Server(DnsSettings.Server server) {
            super(server.address(), server.port());
            priority = String.valueOf(server.priority());
        }

        @Override
        boolean isEmpty() {
            return super.isEmpty() && priority.isBlank();
        }

        /// @param at the row's name in the form with a dot, such as `servers[0].`
        DnsSettings.Server read(String at, BindingResult faults) {
            int port = port(at, faults);
            int priority = TypedNumber.read(at + "priority", this.priority, 0, faults);
            return new DnsSettings.Server(address(at, faults), port, priority);
        }

        public String getPriority() {
            return priority;
        }

        public void setPriority(String priority) {
            this.priority = priority;
        }
    }

    /// The row of a server for one domain.
    public static final class Alternate extends DnsRow {

        private String domain = "";

        /// An empty row.
        public Alternate() {}

        Alternate(DnsSettings.AlternateServer server) {
            super(server.address(), server.port());
            domain = server.domain().display();
        }

        @Override
        boolean isEmpty() {
            return super.isEmpty() && domain.isBlank();
        }

        /// @param at the row's name in the form with a dot, such as `alternateServers[0].`
        /// @return null when the domain cannot be read
        DnsSettings.@Nullable AlternateServer read(String at, BindingResult faults) {
            DomainName name = domain(at + "domain", faults);
            String address = address(at, faults);
            int port = port(at, faults);
            return name == null ? null : new DnsSettings.AlternateServer(name, address, port);
        }

        private @Nullable DomainName domain(String field, BindingResult faults) {
            if (domain.isBlank()) {
                faults.rejectValue(field, "dns.fault.domain", "Enter the domain, or remove the row.");
                return null;
            }
            try {
                return DomainName.parse(domain);
            } catch (IllegalArgumentException e) {
                faults.rejectValue(
                        field, "dns.fault.no-domain", new Object[] {domain.strip()}, "Not a domain name: ''{0}''.");
                return null;
            }
        }

        public String getDomain() {
            return domain;
        }

        public void setDomain(String domain) {
            this.domain = domain;
        }
    }

    boolean isEmpty() {
        return address.isBlank() && port.isBlank();
    }

    final String address(String at, BindingResult faults) {
        if (address.isBlank()) {
            faults.rejectValue(
                    at + "address", "dns.fault.address", "Enter the server's IP address, or remove the row.");
        }
        return address.strip();
    }

    final int port(String at, BindingResult faults) {
        return TypedNumber.read(at + "port", port, PORT, faults);
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
