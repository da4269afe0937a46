package org.danegate.words.ssh;

import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.danegate.access.ShellSignIn;

/// Signs users in: by public key, or by password and code. Both questions are asked of everybody, so that nobody learns
/// which users have two-step sign-in, or whether a password alone was right.
final class SshUsers implements PublickeyAuthenticator, KeyboardInteractiveAuthenticator {

    private static final int QUESTIONS = 2;

    private final ShellSignIn signIn;

    SshUsers(ShellSignIn signIn) {
        this.signIn = signIn;
    }

    @Override
    public boolean authenticate(String user, PublicKey key, ServerSession session) {
        return signIn.byKey(user, key);
    }

    @Override
    public InteractiveChallenge generateChallenge(
            ServerSession session, String user, String language, String subMethods) {
        InteractiveChallenge challenge = new InteractiveChallenge();
        challenge.setInteractionName("Danegate");
        challenge.setInteractionInstruction("");
        challenge.setLanguageTag("");
        challenge.addPrompt("Password: ", false);
        challenge.addPrompt("Code of the second step (empty without one): ", false);
        return challenge;
    }

    @Override
    public boolean authenticate(ServerSession session, String user, List<String> answers) {
        return answers.size() == QUESTIONS
                && signIn.byPassword(user, answers.get(0), answers.get(1).strip(), address(session));
    }

    /// Records that a user is signed in.
    void began(Session session) {
        signIn.began(session.getUsername(), address(session));
    }

    /// The client's address as text.
    static String address(Session session) {
        return session.getRemoteAddress() instanceof InetSocketAddress from && from.getAddress() != null
                ? from.getAddress().getHostAddress()
                : "unknown";
    }
}
