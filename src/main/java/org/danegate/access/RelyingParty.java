package org.danegate.access;

import com.webauthn4j.util.exception.WebAuthnException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.danegate.address.OutsideText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.webauthn.api.AuthenticatorAssertionResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorAttestationResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorSelectionCriteria;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.PublicKeyCredential;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRpEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.ResidentKeyRequirement;
import org.springframework.security.web.webauthn.api.UserVerificationRequirement;
import org.springframework.security.web.webauthn.jackson.WebauthnJacksonModule;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialCreationOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialRequestOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutableRelyingPartyRegistrationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyAuthenticationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyPublicKey;
import org.springframework.security.web.webauthn.management.Webauthn4JRelyingPartyOperations;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The console in the ceremonies of W3C Web Authentication (sections 7.1 and 7.2), which Spring Security checks. Every
/// passkey is kept by the device (a discoverable credential), and the device must verify its user by PIN, finger or
/// face: a passkey is then two factors.
class RelyingParty {

    private static final Logger LOG = LoggerFactory.getLogger(RelyingParty.class);

    private static final Duration TIME = Duration.ofMinutes(5);

    private final PasskeyRows rows;
    private final PasskeyUserRows users;
    private final String name;
    private final InstantSource clock;
    private final JsonMapper json =
            JsonMapper.builder().addModule(new WebauthnJacksonModule()).build();

    /// @param name what devices call the console
    RelyingParty(PasskeyRows rows, PasskeyUserRows users, String name, InstantSource clock) {
        this.rows = rows;
        this.users = users;
        this.name = name;
        this.clock = clock;
    }

    /// What to ask a browser for that makes a passkey.
    @Transactional
    PublicKeyCredentialCreationOptions creation(Authentication user, PasskeyPlace.On place) {
        return at(place)
                .createPublicKeyCredentialCreationOptions(new ImmutablePublicKeyCredentialCreationOptionsRequest(user));
    }

    /// What to ask a browser for that signs in.
    PublicKeyCredentialRequestOptions challenge(PasskeyPlace.On place) {
        return at(place).createCredentialRequestOptions(new ImmutablePublicKeyCredentialRequestOptionsRequest(null));
    }

    /// A request as the browser's script takes it.
    String json(Object options) {
        return json.writeValueAsString(options);
    }

    /// The challenge that an answer is for, in base64url.
    ///
    /// @param credential the browser's answer as JSON
    /// @return empty when it is no answer
    Optional<String> challengeOf(String credential) {
        try {
            String client =
                    json.readTree(credential).at("/response/clientDataJSON").asString("");
            return Optional.of(json.readTree(Base64.getUrlDecoder().decode(client))
                    .path("challenge")
                    .asString(""));
        } catch (JacksonException | IllegalArgumentException e) {
            tell("A sign-in with a passkey failed", e);
            return Optional.empty();
        }
    }

    /// Keeps the passkey that a browser made.
    ///
    /// @return false when the answer does not hold
    @Transactional
    boolean register(Passkeys.Begun begun, String credential) {
        try {
            PublicKeyCredential<AuthenticatorAttestationResponse> made =
                    Objects.requireNonNull(json.readValue(credential, new TypeReference<>() {}));
            at(begun.place())
                    .registerCredential(new ImmutableRelyingPartyRegistrationRequest(
                            begun.options(), new RelyingPartyPublicKey(made, begun.label())));
            return true;
        } catch (WebAuthnException | JacksonException | IllegalArgumentException | NullPointerException e) {
            tell("A passkey was not added", e);
            return false;
        }
    }

    /// The passkey that a browser showed.
    ///
    /// @return empty when it is not known here or its answer does not hold
    @Transactional
    Optional<Passkey> shown(PublicKeyCredentialRequestOptions options, String credential, PasskeyPlace.On place) {
        try {
            PublicKeyCredential<AuthenticatorAssertionResponse> answer =
                    Objects.requireNonNull(json.readValue(credential, new TypeReference<>() {}));
            PublicKeyCredentialUserEntity user =
                    at(place).authenticate(new RelyingPartyAuthenticationRequest(options, answer));
            Bytes handle = answer.getResponse().getUserHandle();
            if (handle != null && !handle.equals(user.getId())) {
                throw new IllegalArgumentException("the user handle is another user's");
            }
            return rows.findByCredentialId(answer.getRawId().toBase64UrlString());
        } catch (WebAuthnException | JacksonException | IllegalArgumentException | NullPointerException e) {
            tell("A sign-in with a passkey failed", e);
            return Optional.empty();
        }
    }

    private static void tell(String what, RuntimeException why) {
        LOG.info(
                "{}: {} ({})",
                what,
                OutsideText.line(String.valueOf(why.getMessage())),
                why.getClass().getSimpleName());
    }

    private Webauthn4JRelyingPartyOperations at(PasskeyPlace.On place) {
        Webauthn4JRelyingPartyOperations operations = new Webauthn4JRelyingPartyOperations(
                new StoredPasskeyUsers(users),
                new StoredPasskeys(rows, users, place.rpId(), clock),
                PublicKeyCredentialRpEntity.builder()
                        .id(place.rpId())
                        .name(name)
                        .build(),
                Set.of(place.origin()));
        operations.setCustomizeCreationOptions(options -> options.timeout(TIME)
                .authenticatorSelection(AuthenticatorSelectionCriteria.builder()
                        .residentKey(ResidentKeyRequirement.REQUIRED)
                        .userVerification(UserVerificationRequirement.REQUIRED)
                        .build()));
        operations.setCustomizeRequestOptions(
                options -> options.timeout(TIME).userVerification(UserVerificationRequirement.REQUIRED));
        return operations;
    }
}
