package org.danegate.dns;

/// Passes the steps of lookups on and counts the questions to servers.
record CountedQueries(QueryLog log, LookupCounts counts) implements QueryLog {

    @Override
    public void line(boolean warning, String line) {
        log.line(warning, line);
    }

    @Override
    public void dropped(String server, int datagrams) {
        log.dropped(server, datagrams);
    }

    @Override
    public void asked() {
        counts.add(LookupCounts.Step.SENT);
        log.asked();
    }
}
