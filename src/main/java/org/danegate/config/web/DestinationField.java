package org.danegate.config.web;

import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.jspecify.annotations.Nullable;

/// The settings of a destination in the order of the form; their labels stand under `destinations.field.<name>`.
enum DestinationField {
    IP_ADDRESS_PREFERENCE,
    CONCURRENT_CONNECTIONS,
    MESSAGES_PER_CONNECTION,
    RECIPIENTS,
    LIMIT_TYPE,
    LIMIT_APPLY,
    TLS,
    DANE,
    CHUNKING,
    BOUNCE_VERIFICATION,
    BOUNCE_PROFILE;

    /// The entry's own value; null where it uses Default.
    @Nullable
    Object own(DestinationEntry e) {
        return switch (this) {
            case IP_ADDRESS_PREFERENCE -> e.ipAddressPreference();
            case CONCURRENT_CONNECTIONS -> e.concurrentConnections();
            case MESSAGES_PER_CONNECTION -> e.messagesPerConnection();
            case RECIPIENTS -> e.recipientLimit();
            case LIMIT_TYPE -> e.limitType();
            case LIMIT_APPLY -> e.limitApply();
            case TLS -> e.tls();
            case DANE -> e.dane();
            case CHUNKING -> e.chunking();
            case BOUNCE_VERIFICATION -> e.bounceVerification();
            case BOUNCE_PROFILE -> e.bounceProfile();
        };
    }

    /// The value that applies.
    Object of(DestinationProfile p) {
        return switch (this) {
            case IP_ADDRESS_PREFERENCE -> p.ipAddressPreference();
            case CONCURRENT_CONNECTIONS -> p.concurrentConnections();
            case MESSAGES_PER_CONNECTION -> p.messagesPerConnection();
            case RECIPIENTS -> p.recipientLimit();
            case LIMIT_TYPE -> p.limitType();
            case LIMIT_APPLY -> p.limitApply();
            case TLS -> p.tls();
            case DANE -> p.dane();
            case CHUNKING -> p.chunking();
            case BOUNCE_VERIFICATION -> p.bounceVerification();
            case BOUNCE_PROFILE -> p.bounceProfile();
        };
    }
}
