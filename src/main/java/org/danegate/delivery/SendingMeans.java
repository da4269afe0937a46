package org.danegate.delivery;

/// What all attempts share that bears on how a message is sent.
///
/// @param windows recipients that limits let through
/// @param senders what goes into MAIL FROM
/// @param chunks peers that get on badly with BDAT
record SendingMeans(RecipientWindows windows, EnvelopeSenders senders, ChunkMemory chunks) {}
