package org.danegate.forms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.danegate.config.DestinationEdits;
import org.danegate.config.WorkingPolicy;
import org.danegate.policy.DomainPattern;

/// The console's forms: the address of each, values that fill it correctly, and rubbish that it accepts as valid.
final class ConsoleForms {

    static final String POLICY = """
            dns: { servers: [ { address: 127.0.0.1, port: 9, priority: 0 } ] }
            listeners:
              - name: In
                address: 127.0.0.1
                port: 0
                senderGroups: [ { name: RELAYLIST, senders: [ 127.0.0.1 ], policy: RELAYED } ]
            mailFlowPolicies: [ { name: RELAYED, behavior: RELAY }, { name: BLOCKED, behavior: REJECT } ]
            recipientAccess: [ { domain: example.com, action: ACCEPT } ]
            smtpRoutes: [ { domain: routed.example, hosts: [ { host: mail.routed.example } ] } ]
            bounceProfiles: [ { name: Patient, maxTimeInQueue: 72h } ]
            virtualGateways:
              interfaces: [ { name: Loop, ipv4: 127.0.0.1, hostname: loop.example } ]
              senders: [ { sender: '@example.org', outgoingInterface: Loop } ]
            tlsBySender: [ { name: Legal, sender: legal@example.org, least: REQUIRED_VERIFY } ]
            dkim: { profiles: [ { name: Main, domain: example.org, selector: s1, key: main } ] }
            alerts: { recipients: [ { address: ops@example.org, severity: WARNING } ] }
            logSubscriptions: [ { name: mail_logs, type: MAIL } ]
            destinationControls: { destinations: [ { domain: one.example, tls: REQUIRED }, { domain: two.example } ] }
            """;

    private static final String SECTION =
            "/{menu:network|mail-policies|system}/{page:smtp-routes|bounce-profiles|listeners"
                    + "|ip-interfaces|sender-interfaces|hat|mail-flow-policies|recipient-access|log-subscriptions"
                    + "|alert-recipients|tls-by-sender|signing-profiles}";
    private static final String SETTINGS =
            "/{menu:network|mail-policies|system|monitor}/{list:alerts|ip-interfaces|signing-profiles|tls-reports}/settings";
    private static final String TABLE = """
            [DEFAULT]
            ip_sort_pref = PREFER_V6
            max_host_concurrency = 500
            max_messages_per_connection = 50
            recipient_minutes = 60
            recipient_limit = 0
            limit_type = host
            limit_apply = VG
            bounce_validation = 0
            table_tls = on

            [one.example]
            table_tls = on
            """;

    private static final String DESTINATIONS = "/mail-policies/destinations";
    private static final String QUEUE = "/monitor/delivery-queue";
    private static final String HELD = QUEUE + "/destinations/held.example";
    /// Rubbish that is a domain name, or may be one in a private network.
    private static final String[] DOMAINS = {"letters", "negative", "large"};

    /// Rubbish that may well be a name or a remark: pages show it as it is and never as markup.
    private static final String[] NAMES = {"letters", "negative", "large", "script"};

    private static final String SSH_KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKgf87HBDeyFT6Klkdd3NM8QARAQN3a8QrcqKsdvl4uR ana@laptop";

    /// In place of a field: values that are taken are not submitted.
    static final String GOOD = "good values";

    /// Routes whose forms have only a button, or hidden fields that nobody types.
    static final Map<String, String> WITHOUT_FIELDS = withoutFields();

    static final List<Form> FORMS = forms();

    private ConsoleForms() {}

    /// The working copy that forms are about.
    record Copy(WorkingPolicy working, DestinationEdits edits) {}

    /// A form.
    ///
    /// @param route pattern of the route that takes it
    /// @param address where it is sent
    /// @param opening asks for the page that it stands on
    /// @param good what fills it well, beside what stands in it
    /// @param taken field and kind of rubbish that the form may take, `field/kind`
    /// @param left fields that are passed over, with the reason
    record Form(
            String route,
            String address,
            BiFunction<ConsoleBrowser, Copy, ConsoleBrowser.Answer> opening,
            Map<String, String> good,
            List<String> taken,
            Map<String, String> left) {

        ShownPage open(ConsoleBrowser browser, Copy copy) {
            return opening.apply(browser, copy).page();
        }

        Form with(String... values) {
            Map<String, String> all = new LinkedHashMap<>(good);
            for (int i = 0; i < values.length; i += 2) {
                all.put(values[i], values[i + 1]);
            }
            return new Form(route, address, opening, all, taken, left);
        }

        /// Rubbish that is none in a field.
        Form taking(String field, String... kinds) {
            List<String> all = new ArrayList<>(taken);
            for (String kind : kinds) {
                all.add(field + "/" + kind);
            }
            return new Form(route, address, opening, good, all, left);
        }

        /// Fields that may be left out.
        Form optional(String... fields) {
            Form with = this;
            for (String field : fields) {
                with = with.taking(field, "empty", "missing");
            }
            return with;
        }

        Form takingAllOf(Form other) {
            return new Form(route, address, opening, good, other.taken, other.left);
        }

        /// A field that is passed over.
        Form leaving(String field, String reason) {
            Map<String, String> all = new HashMap<>(left);
            all.put(field, reason);
            return new Form(route, address, opening, good, taken, all);
        }

        boolean takes(String field, String kind) {
            return taken.contains(field + "/" + kind);
        }

        /// Whether it stands in a dialog of another room's page, which is shown again with the fault.
        boolean isDialog() {
            return address.startsWith(QUEUE);
        }

        /// Whether a field is not shown again on purpose.
        boolean forgets(String field) {
            return field.equals("privateKey");
        }

        boolean leaves(String field) {
            return left.containsKey(field);
        }
    }

    private static Form form(String route, String page) {
        return form(route, route, page);
    }

    private static Form form(String route, String address, String page) {
        return new Form(route, address, (b, w) -> b.get(page), Map.of(), List.of(), Map.of());
    }

    /// The forms of a section, for a new object and for the first one.
    private static Stream<Form> section(String page, UnaryOperator<Form> filled) {
        return Stream.of(
                filled.apply(form(SECTION + "/new", page + "/new", page + "/new")),
                form(SECTION + "/{position:\\d+}", page + "/0", page + "/0")
                        .takingAllOf(filled.apply(form(SECTION, page, page))));
    }

    private static Stream<Form> sections() {
        String half = "half of a pair is refused beside the other half: SigningProfilesTest";
        return Stream.of(
                        section(
                                "/network/smtp-routes",
                                f -> f.with("domain", "new.example", "hosts", "mail.new.example")
                                        .taking("domain", DOMAINS)
                                        .taking("hosts", "letters")
                                        // Named before it is there: said as advice.
                                        .taking("authentication", NAMES)
                                        .optional("authentication")),
                        section(
                                "/network/bounce-profiles",
                                f -> f.with("name", "New")
                                        .taking("name", NAMES)
                                        .optional("maxRetries", "maxTimeInQueue", "initialRetry", "maxRetryInterval")
                                        .optional("sendHardBounces", "sendDelayWarnings", "delayWarningAfter")
                                        .optional("delayWarningCount", "bounceSender", "dkimSigning")),
                        section(
                                "/network/listeners",
                                f -> f.with("name", "New", "address", "127.0.0.1", "port", "2525")
                                        .taking("name", NAMES)
                                        // Named before it is installed: said as advice.
                                        .taking("certificate", NAMES)
                                        .optional("address", "port", "maxMessageSize", "maxRecipients", "tls")
                                        .optional("certificate", "outgoingInterface", "addressParsing", "crLfHandling")
                                        .optional("auth", "authPolicy", "proxyNetworks")),
                        section(
                                "/network/ip-interfaces",
                                f -> f.with("name", "New", "ipv4", "192.0.2.1", "hostname", "n.example")
                                        .taking("name", "letters", "large")
                                        .taking("hostname", DOMAINS)
                                        .optional("ipv6")),
                        section(
                                "/network/sender-interfaces",
                                f -> f.with("sender", "@new.example", "outgoingInterface", "Loop")),
                        section(
                                "/mail-policies/tls-by-sender",
                                f -> f.with("name", "New", "sender", "@new.example", "least", "REQUIRED")
                                        .taking("name", NAMES)
                                        .optional("sender", "recipient")),
                        section(
                                "/mail-policies/hat",
                                f -> f.with("name", "NEW", "senders", "192.0.2.1", "policy", "RELAYED")
                                        .taking("name", NAMES)
                                        .optional("senders")
                                        .leaving("listener", "a listener that is gone has a test of its own")),
                        section(
                                "/mail-policies/mail-flow-policies",
                                f -> f.with("name", "NEW", "behavior", "ACCEPT")
                                        .taking("name", NAMES)
                                        .optional(
                                                "maxConnections", "maxMessagesPerConnection", "maxRecipientsPerMessage")
                                        .optional("maxRecipientsPerHour", "maxMessageSize", "tls")
                                        .optional("honorTlsRequiredNo", "honorTlsMandatory", "dkimSigning")),
                        section(
                                "/mail-policies/signing-profiles",
                                f -> f.with("name", "NEW", "domain", "new.example", "selector", "s2", "key", "main")
                                        .taking("name", NAMES)
                                        .taking("domain", DOMAINS)
                                        .taking("selector", "letters", "large")
                                        .leaving("secondSelector", half)
                                        .leaving("secondKey", half)
                                        .leaving("nextSelector", half)
                                        .leaving("nextKey", half)
                                        // Named before it is generated: said as advice.
                                        .taking("key", "letters", "large", "negative")
                                        .taking("users", DOMAINS)
                                        .taking("additionalHeaders", "letters", "large")
                                        .optional("enabled")
                                        .optional("nextFrom", "users", "headers", "additionalHeaders")
                                        .optional("expirationDays", "convertTo7Bit", "leaveSigned")),
                        section(
                                "/mail-policies/recipient-access",
                                f -> f.with("domain", "new.example", "action", "ACCEPT")
                                        .taking("domain", DOMAINS)
                                        .optional("action")),
                        section(
                                "/system/log-subscriptions",
                                f -> f.with("name", "new_logs", "fileName", "new")
                                        .taking("name", "letters", "large")
                                        .taking("fileName", "letters", "large")
                                        .taking("syslogHost", DOMAINS)
                                        .taking("syslogCertificate", NAMES)
                                        .taking("eventVendor", NAMES)
                                        .taking("eventProduct", NAMES)
                                        .optional("retrieval", "syslogHost", "syslogPort", "syslogProtocol")
                                        .optional("syslogFraming", "syslogForm", "syslogFacility", "syslogMaxSize")
                                        .optional("syslogTrusted", "syslogCertificate")
                                        .optional("eventForm", "eventVendor", "eventProduct", "eventKeys")
                                        .optional("leaveOutSubjects", "hashAddresses")
                                        .optional(
                                                "type",
                                                "level",
                                                "rolloverSize",
                                                "rolloverInterval",
                                                "maxFiles",
                                                "fileName")
                                        .optional("enabled")),
                        section(
                                "/system/alert-recipients",
                                f -> f.with("address", "new@example.org", "severity", "WARNING")
                                        .optional("severity")))
                .flatMap(f -> f);
    }

    private static Stream<Form> destinations() {
        BiFunction<ConsoleBrowser, Copy, ConsoleBrowser.Answer> chosen =
                (b, w) -> b.post(new ShownPage.Form(DESTINATIONS + "/bulk", false, Map.of()), Map.of("id", ids(w)));
        UnaryOperator<Form> limits = f -> f.with("concurrentConnections", "10", "messagesPerConnection", "10")
                .with("recipients", "10", "minutes", "10")
                .optional("ipAddressPreference", "limitType", "limitApply", "tls", "dane", "mtaSts")
                .optional("requireTls", "chunking", "bounceVerification", "bounceProfile");
        UnaryOperator<Form> own = f -> limits.apply(f)
                .with("concurrentConnectionsUseDefault", "false", "messagesPerConnectionUseDefault", "false")
                .with("recipientsUseDefault", "false")
                .optional("concurrentConnectionsUseDefault", "messagesPerConnectionUseDefault", "recipientsUseDefault")
                .taking("minutes", "missing");
        return Stream.of(
                own.apply(form(DESTINATIONS + "/new", DESTINATIONS + "/new"))
                        .with("domain", "new.example")
                        .taking("domain", DOMAINS),
                own.apply(new Form(
                                DESTINATIONS + "/{id:\\d+}",
                                DESTINATIONS + "/[0-9]+",
                                (b, w) -> b.get(DESTINATIONS + "/" + ids(w).getFirst()),
                                Map.of(),
                                List.of(),
                                Map.of()))
                        .taking("domain", DOMAINS),
                own.apply(form(DESTINATIONS + "/default", DESTINATIONS + "/default")),
                form(DESTINATIONS + "/global", DESTINATIONS + "/global")
                        .taking("certificate", NAMES)
                        .optional("certificate", "alertOnRequiredTlsFailure", "keyExchange"),
                form(DESTINATIONS + "/import", DESTINATIONS + "/import").with("text", TABLE),
                limits.apply(new Form(
                                DESTINATIONS + "/bulk/submit",
                                DESTINATIONS + "/bulk/submit",
                                chosen,
                                Map.of("tls", "PREFERRED"),
                                List.of(),
                                Map.of()))
                        .with("concurrentConnectionsChoice", "OWN", "messagesPerConnectionChoice", "OWN")
                        .with("recipientsChoice", "OWN")
                        .optional("concurrentConnectionsChoice", "messagesPerConnectionChoice", "recipientsChoice")
                        .taking("minutes", "missing")
                        .leaving("id", "which entries it is about"));
    }

    private static Stream<Form> network() {
        String certificates = "/network/certificates";
        String replace = certificates + "/details/gateway/replace";
        return Stream.of(
                form("/network/smtp-routes/import", "/network/smtp-routes/import")
                        .with("text", "routed.example mail.routed.example"),
                form("/network/dns", "/network/dns")
                        .with("servers[1].address", "192.0.2.5", "secondaryServers[0].address", "192.0.2.6")
                        .optional("useRootServers", "servers[0].port", "servers[0].priority")
                        .optional("servers[1].address", "servers[1].port", "servers[1].priority")
                        .optional("secondaryServers[0].address", "secondaryServers[0].port")
                        .optional("secondaryServers[0].priority", "timeout", "trustAnchorFile")
                        .optional("sha1Signatures")
                        .with(
                                "alternateServers[0].domain", "corp.example",
                                "alternateServers[0].address", "192.0.2.7")
                        .taking("alternateServers[0].domain", DOMAINS)
                        .optional("alternateServers[0].port"),
                form("/network/dns-status/test", "/network/dns-status")
                        .taking("domain", DOMAINS)
                        .leaving(GOOD, "asks DNS, which has tests of its own"),
                new Form(
                                certificates + "/generate",
                                certificates + "/generate",
                                (b, w) -> {
                                    b.post(
                                            new ShownPage.Form(certificates + "/details/other/delete", false, Map.of()),
                                            Map.of());
                                    return b.get(certificates + "/generate");
                                },
                                Map.of(),
                                List.of(),
                                Map.of())
                        .with("name", "other")
                        .taking("name", "letters", "large", "negative")
                        .taking("commonName", DOMAINS)
                        .taking("names", DOMAINS)
                        .taking("organisation", NAMES)
                        .optional("names", "organisation"),
                form(certificates + "/upload", certificates + "/upload")
                        .with("name", "other")
                        .leaving("password", "refused only with a key that has one")
                        .leaving("privateKey", "looked at when the certificate is good")
                        .leaving(GOOD, "certificates have tests of their own"),
                form(certificates + "/details/{name}/replace", replace, replace)
                        .leaving("password", "refused only with a key that has one")
                        .leaving("privateKey", "looked at when the certificate is good")
                        .leaving(GOOD, "certificates have tests of their own"),
                form("/network/console", "/network/console")
                        // A certificate of this name is installed by another form.
                        .taking("certificate", "letters")
                        .optional("certificate", "address", "redirect")
                        .leaving(GOOD, "HttpsPageTest chooses certificates"));
    }

    private static Stream<Form> signingKeys() {
        String keys = "/mail-policies/signing-keys";
        String rotate = keys + "/details/{key}/rotate";
        return Stream.of(
                new Form(
                                keys + "/generate",
                                keys + "/generate",
                                (b, w) -> {
                                    b.post(
                                            new ShownPage.Form(keys + "/details/other/delete", false, Map.of()),
                                            Map.of());
                                    return b.get(keys + "/generate");
                                },
                                Map.of(),
                                List.of(),
                                Map.of())
                        .with("name", "other", "kind", "ED25519")
                        .taking("name", "letters", "large", "negative"),
                form(keys + "/paste", keys + "/paste")
                        .with("name", "pasted")
                        .leaving("privateKey", "a form that refuses the name needs no key")
                        .leaving(GOOD, "SigningKeysTest pastes keys"),
                form(rotate, keys + "/details/main/rotate", keys + "/details/main/rotate?profile=Main")
                        .leaving(GOOD, "SigningKeysTest rotates keys")
                        .leaving("name", "a key would be generated")
                        .leaving("selector", "a key would be generated"));
    }

    private static Stream<Form> others() {
        String held = "/monitor/delivery-status/held.example";
        String bulk = "/monitor/delivery-status/-/bulk";
        return Stream.of(
                new Form(
                                bulk + "/suspend",
                                bulk + "/suspend",
                                (b, w) -> b.post(
                                        new ShownPage.Form(bulk, false, Map.of()),
                                        Map.of("act", List.of("suspend"), "domain", List.of("held.example"))),
                                Map.of(),
                                List.of(),
                                Map.of())
                        .taking("why", "letters", "negative", "large", "script")
                        .optional("why"),
                form(SETTINGS, "/system/alerts/settings", "/system/alerts/settings")
                        .optional("sender", "initialWait", "maxWait", "reminder", "webhook")
                        .optional("downRecipients", "downTime", "downDestinations", "growthRecipients", "growthFactor")
                        .optional("oldestRecipient", "bouncesWithin", "expiredRecipients", "daneRecipients")
                        .optional("daneMandatoryRecipients", "listeners", "resolvers", "certificates", "disk"),
                form(SETTINGS, "/network/ip-interfaces/settings", "/network/ip-interfaces/settings")
                        .optional("defaultInterface"),
                form(SETTINGS, "/mail-policies/signing-profiles/settings", "/mail-policies/signing-profiles/settings")
                        .optional("signSystemMessages", "sendUnsigned"),
                form(SETTINGS, "/monitor/tls-reports/settings", "/monitor/tls-reports/settings")
                        .with("mode", "SEND", "contact", "tls-reports@example.com")
                        .taking("organization", NAMES)
                        .taking("excluded", DOMAINS)
                        .optional("mode", "organization", "excluded", "failuresOnly", "mayGoInClear"),
                form("/mail-policies/bounce-verification/purge", "/mail-policies/bounce-verification"),
                form("/mail-policies/mta-sts/fetch", "/mail-policies/mta-sts")
                        .taking("domain", DOMAINS)
                        .leaving(GOOD, "asks DNS and a server; StsPageTest"),
                form("/mail-policies/advisor/probe", "/mail-policies/advisor")
                        .taking("domain", DOMAINS)
                        .leaving(GOOD, "asks DNS and servers; AdvisorPagesTest"),
                form("/mail-policies/mta-sts/preload", "/mail-policies/mta-sts")
                        .with("text", "domain: preloaded.example\nversion: STSv1\nmode: none\nmax_age: 86400\n"),
                form("/system/configuration-file/validate", "/system/configuration-file")
                        .with("text", "dns: {}\n"),
                form("/monitor/daneverify", "/monitor/daneverify")
                        .taking("domain", DOMAINS)
                        .leaving(GOOD, "asks DNS, which has tests of its own"),
                form("/monitor/daneverify/runs", "/monitor/daneverify/runs")
                        .with("scope", "LIST", "domains", "new.example")
                        .taking("domains", DOMAINS)
                        .leaving(GOOD, "asks DNS, which has tests of its own"),
                resumed(QUEUE + "/-/suspend-all", QUEUE + "/-/suspend-all", QUEUE)
                        .taking("reason", NAMES)
                        .optional("reason"),
                resumed(QUEUE + "/destinations/{domain}/suspend", HELD + "/suspend", held)
                        .taking("reason", NAMES)
                        .optional("reason"),
                form(QUEUE + "/destinations/{domain}/redirect", HELD + "/redirect", held)
                        .with("to", "other.example")
                        .taking("to", "letters", "negative"),
                form(QUEUE + "/destinations/{domain}/exception", HELD + "/exception", held)
                        .taking("reason", NAMES)
                        .optional("reason")
                        .leaving(GOOD, "the destination demands no DANE; ExceptionDeskTest makes exceptions"),
                new Form(
                                "/commit",
                                "/commit",
                                (b, w) -> {
                                    // Another one each time: what was committed is no change any more.
                                    w.working()
                                            .withoutDane(
                                                    DomainPattern.parse("d" + System.nanoTime() + ".example"), "test");
                                    return b.get("/commit");
                                },
                                Map.of(),
                                List.of(),
                                Map.of())
                        .taking("comment", NAMES)
                        .optional("comment"));
    }

    private static Stream<Form> access() {
        String keeper = "tells a keeper of passwords whose it is; not read";
        return Stream.of(
                new Form(
                                "/system/users/new",
                                "/system/users/new",
                                (b, w) -> {
                                    for (String name : List.of("new-one", "twelve")) {
                                        b.post(
                                                new ShownPage.Form("/system/users/delete/" + name, false, Map.of()),
                                                Map.of());
                                        b.get("/system/users");
                                    }
                                    return b.get("/system/users/new");
                                },
                                Map.of(),
                                List.of(),
                                Map.of())
                        .with("name", "new-one", "password", "seven green kettles")
                        .taking("name", "letters")
                        // Long enough, and not among those that are guessed first.
                        .taking("password", "script")
                        .optional("once"),
                form("/system/users/edit/{name}", "/system/users/edit/someone", "/system/users/edit/someone")
                        .taking("password", "script")
                        .optional("password", "once"),
                form("/system/users/tokens", "/system/users/tokens/new")
                        .with("label", "nightly report", "scopes", "status:read")
                        .optional("role", "life")
                        .taking("label", NAMES),
                form("/account/password", "/account/password")
                        .leaving("username", keeper)
                        .leaving("password", "compared with its repetition, which has the fault")
                        .leaving("repeated", "looked at when it differs from the password")
                        .leaving(GOOD, "ends the session; UsersTest changes passwords"),
                form("/account/two-step", "/account/two-step")
                        .with("current", RubbishInFormsTest.PASSWORD)
                        .leaving("username", keeper)
                        .leaving(GOOD, "needs an app; TwoStepSignInTest turns it on"),
                form("/account/passkeys", "/account/passkeys")
                        .with("label", "Laptop", "current", RubbishInFormsTest.PASSWORD)
                        .taking("label", NAMES)
                        .leaving("username", keeper),
                withoutSshKeys().with("key", SSH_KEY).taking("label", NAMES).optional("label"));
    }

    /// The accounts of SMTP AUTH; those that a form has made are deleted first.
    private static Stream<Form> credentials() {
        String users = "/mail-policies/smtp-users";
        String profiles = "/network/outgoing-smtp-authentication";
        return Stream.of(
                anew(users, "new-app", "-1", "twelve", "99999999999999999999")
                        .with("name", "new-app", "senders", "@new.example")
                        .taking("name", "letters", "large")
                        .taking("password", "script")
                        .optional("recipients", "expires", "password"),
                form(users + "/edit/{name}", users + "/edit/some-app", users + "/edit/some-app")
                        .optional("recipients", "expires"),
                form(users + "/password/{name}", users + "/password/some-app", users + "/password/some-app")
                        .with("password", "seven green kettles")
                        .taking("password", "script")
                        .optional("password"),
                anew(profiles, "new-profile", "twelve", "99999999999999999999")
                        .with("name", "new-profile", "user", "relay", "password", "any")
                        .taking("name", "letters", "large")
                        .taking("user", NAMES)
                        .taking("password", NAMES)
                        .optional("serverKey"),
                form(profiles + "/edit/{name}", profiles + "/edit/some-profile", profiles + "/edit/some-profile")
                        .taking("user", NAMES)
                        .taking("password", NAMES)
                        .optional("password", "serverKey"));
    }

    /// A form for a new account, opened when there are none of the names.
    private static Form anew(String page, String... names) {
        return new Form(
                page + "/new",
                page + "/new",
                (b, w) -> {
                    for (String name : names) {
                        b.post(new ShownPage.Form(page + "/delete/" + name, false, Map.of()), Map.of());
                        b.get(page);
                    }
                    return b.get(page + "/new");
                },
                Map.of(),
                List.of(),
                Map.of());
    }

    /// The form for an SSH key; keys that it has added are removed first.
    private static Form withoutSshKeys() {
        String page = "/account/ssh-keys";
        return new Form(
                page,
                page,
                (b, w) -> {
                    Matcher key = Pattern.compile(page + "/delete/[^\"?]+")
                            .matcher(b.get(page).body());
                    while (key.find()) {
                        b.post(new ShownPage.Form(key.group(), false, Map.of()), Map.of());
                    }
                    return b.get(page);
                },
                Map.of(),
                List.of(),
                Map.of());
    }

    /// A form that is there while mail is not suspended.
    private static Form resumed(String route, String address, String page) {
        return new Form(
                route,
                address,
                (b, w) -> {
                    b.post(new ShownPage.Form(QUEUE + "/-/resume-all", false, Map.of()), Map.of());
                    b.post(new ShownPage.Form(HELD + "/resume", false, Map.of()), Map.of());
                    // What both said is read, or the next page would say it in place of its own.
                    b.get(QUEUE);
                    b.get("/monitor/delivery-status/held.example");
                    return b.get(page);
                },
                Map.of(),
                List.of(),
                Map.of());
    }

    private static List<Form> forms() {
        return Stream.of(sections(), destinations(), network(), signingKeys(), others(), access(), credentials())
                .flatMap(f -> f)
                .toList();
    }

    private static List<String> ids(Copy copy) {
        return copy.edits().all().stream().map(d -> String.valueOf(d.id())).toList();
    }

    private static Map<String, String> withoutFields() {
        Map<String, String> routes = new HashMap<>();
        String button = "a button";
        String hidden = "a button and what the page before it was about";
        routes.put(SECTION + "/{position:\\d+}/delete", hidden);
        routes.put(SECTION + "/{position:\\d+}/{direction:up|down}", hidden);
        routes.put(DESTINATIONS + "/delete", hidden);
        routes.put(DESTINATIONS + "/delete/confirmed", hidden);
        routes.put(DESTINATIONS + "/bulk", hidden);
        routes.put(DESTINATIONS + "/import/confirmed", hidden);
        routes.put("/network/certificates/details/{name}/delete", button);
        routes.put("/mail-policies/signing-keys/test", button);
        routes.put("/mail-policies/signing-keys/details/{name}/test", button);
        routes.put("/mail-policies/signing-keys/details/{name}/delete", button);
        routes.put("/mail-policies/signing-keys/details/{name}/finish", hidden);
        routes.put("/system/revisions/{number:\\d{1,18}}/rollback", hidden);
        routes.put("/system/configuration-file/load", hidden);
        routes.put("/commit/without-dane", hidden);
        routes.put("/commit/abandon", hidden);
        routes.put("/commit/dry-run", "a box to tick");
        routes.put("/commit/dry-run/start", "script only, without a field");
        routes.put("/commit/revert", hidden);
        routes.put("/commit/revert/group", hidden);
        routes.put("/commit/watch/roll-back", hidden);
        routes.put("/system/alerts/test", button);
        routes.put("/system/alerts/{id:\\d{1,18}}/acknowledge", button);
        routes.put("/system/alerts/webhook-secret", button);
        routes.put("/network/dns-status/clear-cache", button);
        routes.put("/system/logs/{name}/rollover", button);
        routes.put("/system/logs/{name}/test-line", button);
        routes.put("/monitor/delivery-status/{domain}/retry", button);
        routes.put("/monitor/delivery-status/-/retry", button);
        routes.put("/monitor/delivery-status/-/bulk", hidden);
        routes.put("/monitor/delivery-status/-/bulk/{word:retry|resume}", hidden);
        routes.put("/monitor/delivery-status/-/bulk/daneverify", hidden);
        routes.put("/mail-policies/bounce-verification/new-key", button);
        routes.put("/mail-policies/advisor/draft", hidden);
        routes.put("/mail-policies/mta-sts/clear", button);
        routes.put("/mail-policies/mta-sts/forget", hidden);
        routes.put(QUEUE + "/-/confirm", hidden);
        routes.put(QUEUE + "/-/{word:hold|release|delete|bounce}", hidden);
        routes.put(QUEUE + "/-/resume-all", button);
        routes.put(QUEUE + "/-/release-restored", button);
        routes.put(QUEUE + "/-/delete-restored", button);
        routes.put(QUEUE + "/destinations/{domain}/resume", button);
        routes.put("/mail-policies/destinations/ready", "ticks of destinations; DestinationPagesTest");
        routes.put(QUEUE + "/destinations/{domain}/exception/end", button);
        routes.put(QUEUE + "/destinations/{domain}/redirect-no-more", button);
        routes.put(QUEUE + "/destinations/{domain}/delete", button);
        routes.put(QUEUE + "/destinations/{domain}/bounce", button);
        routes.put("/system/status/reset-counters", button);
        routes.put("/system/nodes/{id}/drain", button);
        routes.put("/system/nodes/{id}/resume", button);
        routes.put("/system/nodes/{id}/forget", button);
        routes.put("/mail-policies/smtp-users/delete/{name}", button);
        routes.put("/network/outgoing-smtp-authentication/delete/{name}", button);
        routes.put("/system/users/delete/{name}", button);
        routes.put("/system/users/two-step/delete/{name}", button);
        routes.put("/system/users/tokens/delete/{id}", button);
        routes.put("/system/users/passkeys/delete/{name}", button);
        routes.put("/account/ssh-keys/delete/{id}", button);
        routes.put("/account/passkeys/delete/{id}", button);
        routes.put("/account/passkeys/create", "sent by a script; PasskeySignInTest");
        routes.put("/sign-in/passkey/options", "for a script, without fields; PasskeySignInTest");
        routes.put("/account/two-step/off", "there only with an app: TwoStepSignInTest");
        routes.put("/sign-in/code", "between the steps of signing in: TwoStepSignInTest");
        routes.put("/sign-in/two-step", "between the steps of signing in: SecondFactorTest");
        routes.put("/sign-in/two-step/passkey", "between the steps of signing in: SecondFactorTest");
        routes.put("/sign-in/two-step/passkey/create", "an answer of the browser's device: SecondFactorTest");
        routes.put("/sign-in/new-password", "between the steps of signing in: TwoStepSignInTest");
        routes.put("/monitor/daneverify/runs/{id:\\d{1,18}}/cancel", button);
        routes.put("/monitor/daneverify/stream", "script only; answers in lines, with the fault in one");
        return routes;
    }
}
