package org.danegate.words.ssh;

import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.SshServer;

/// Ends sessions that are too many, in all or from one address, and records each that is signed in.
final class SessionLimits implements SessionListener {

    /// The most sessions.
    static final int ALL = 100;
    /// The most sessions of one address that have not signed in.
    static final int STRANGERS_OF_AN_ADDRESS = 10;

    private final SshServer server;
    private final SshUsers users;

    SessionLimits(SshServer server, SshUsers users) {
        this.server = server;
        this.users = users;
    }

    @Override
    public void sessionCreated(Session session) {
        String address = SshUsers.address(session);
        long strangers = server.getActiveSessions().stream()
                .filter(one -> !one.isAuthenticated() && SshUsers.address(one).equals(address))
                .count();
        if (strangers > STRANGERS_OF_AN_ADDRESS || server.getActiveSessions().size() > ALL) {
            session.close(true);
        }
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        if (event == Event.Authenticated) {
            users.began(session);
        }
    }
}
