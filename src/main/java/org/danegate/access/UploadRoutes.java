package org.danegate.access;

import java.util.regex.Pattern;

/// The routes that accept whole files. Everywhere else a request is small.
final class UploadRoutes {

    private static final Pattern PAGES = Pattern.compile("/system/configuration-file/(?:validate|load)"
            + "|/mail-policies/destinations/import(?:/confirmed)?"
            + "|/network/certificates/(?:upload|details/[^/]+/replace)");
    private static final Pattern SCRIPTS = Pattern.compile(
            "PUT /api/v1/policy(?:/destinations)?|POST /api/v1/policy/from-appliance|POST /api/v1/words");

    private UploadRoutes() {}

    /// Whether the route accepts a form with a file.
    static boolean takesForm(String method, String path) {
        return method.equals("POST") && PAGES.matcher(path).matches();
    }

    /// Whether scripts may send a file to the route.
    static boolean takesFile(String method, String path) {
        return SCRIPTS.matcher(method + ' ' + path).matches();
    }
}
