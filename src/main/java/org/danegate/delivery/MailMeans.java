package org.danegate.delivery;

import org.danegate.dialing.HostIdentity;
import org.danegate.dkim.DkimSigning;

/// What the engine needs to send messages besides connections.
///
/// @param senders addresses for MAIL FROM
/// @param identity checks certificates for REQUIRETLS
/// @param dkim signs mail
record MailMeans(EnvelopeSenders senders, HostIdentity identity, DkimSigning dkim) {}
