package org.danegate.access;

/// Whose password signs in. Where only the identity provider signs in, that is the rescue account, and a user whom the
/// server was started to rescue; both work while the provider is down.
///
/// @param onlyProvider whether passwords are off for everybody else
/// @param rescueAccount the local user who keeps a password; empty for none
/// @param rescued the user named by `danegate.rescue-user` at this start; empty for none
public record PasswordRights(boolean onlyProvider, String rescueAccount, String rescued) {

    /// Whether the user's password signs in.
    public boolean signsIn(String user) {
        return !onlyProvider || isRescue(user);
    }

    /// Whether the user is the way in when the provider is down.
    public boolean isRescue(String user) {
        return onlyProvider && (user.equals(rescueAccount) || user.equals(rescued));
    }
}
