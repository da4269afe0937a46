package org.danegate.delivery;

import org.danegate.dialing.HostIdentity;

/// The services that all attempts share for sending messages.
///
/// @param windows recipients that the limits still allow
/// @param senders addresses for MAIL FROM
/// @param chunks peers that failed with BDAT
/// @param identity checks certificates for REQUIRETLS
/// @param signing signs mail with DKIM
record SendingMeans(
        RecipientWindows windows,
        EnvelopeSenders senders,
        ChunkMemory chunks,
        HostIdentity identity,
        MailSigning signing) {}
