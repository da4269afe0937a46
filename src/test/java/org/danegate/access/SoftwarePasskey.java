package org.danegate.access;

import com.webauthn4j.converter.AttestationObjectConverter;
import com.webauthn4j.converter.AuthenticatorDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.attestation.AttestationObject;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.EC2COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionAuthenticatorOutput;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;
import org.springframework.security.web.webauthn.api.Bytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A passkey in software, with the browser around it: it answers as a test wants, also as no browser would.
final class SoftwarePasskey {

    static final String PLACE = "http://localhost";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ObjectConverter CONVERTER = new ObjectConverter();
    private static final byte SEEN = AuthenticatorData.BIT_UP;
    private static final byte VERIFIED = (byte) (AuthenticatorData.BIT_UP | AuthenticatorData.BIT_UV);

    private final KeyPair keys;
    private final byte[] id = new byte[16];
    private String handle = "";
    private String rpId = "";

    SoftwarePasskey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        keys = generator.generateKeyPair();
        new SecureRandom().nextBytes(id);
    }

    /// Answers a request to make it.
    ///
    /// @param options as the page has them
    /// @param origin of the page
    /// @param verified whether its user showed a PIN, finger or face
    String create(String options, String origin, boolean verified) throws GeneralSecurityException {
        JsonNode asked = JSON.readTree(options);
        handle = asked.at("/user/id").asString();
        rpId = asked.at("/rp/id").asString();
        AttestedCredentialData made = new AttestedCredentialData(
                AAGUID.ZERO, id, EC2COSEKey.create((ECPublicKey) keys.getPublic(), COSEAlgorithmIdentifier.ES256));
        byte flags = (byte) ((verified ? VERIFIED : SEEN) | AuthenticatorData.BIT_AT);
        byte[] attestation = new AttestationObjectConverter(CONVERTER)
                .convertToBytes(new AttestationObject(
                        new AuthenticatorData<>(hash(rpId), flags, 0, made), new NoneAttestationStatement()));
        return answer(Map.of(
                "clientDataJSON",
                text(client("webauthn.create", asked.get("challenge").asString(), origin)),
                "attestationObject",
                text(attestation)));
    }

    /// Answers a request to show it.
    String show(String options, String origin, boolean verified) throws GeneralSecurityException {
        return show(JSON.readTree(options).get("challenge").asString(), origin, verified, handle);
    }

    String show(String challenge, String origin, boolean verified, String userHandle) throws GeneralSecurityException {
        byte[] data = new AuthenticatorDataConverter(CONVERTER)
                .convert(new AuthenticatorData<AuthenticationExtensionAuthenticatorOutput>(
                        hash(rpId), verified ? VERIFIED : SEEN, 0));
        byte[] client = client("webauthn.get", challenge, origin);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(data);
        signature.update(MessageDigest.getInstance("SHA-256").digest(client));
        return answer(Map.of(
                "clientDataJSON",
                text(client),
                "authenticatorData",
                text(data),
                "signature",
                text(signature.sign()),
                "userHandle",
                userHandle));
    }

    private String answer(Map<String, String> response) {
        return JSON.writeValueAsString(Map.of(
                "id", text(id),
                "rawId", text(id),
                "type", "public-key",
                "clientExtensionResults", Map.of(),
                "response", response));
    }

    private static byte[] client(String type, String challenge, String origin) {
        return JSON.writeValueAsString(
                        Map.of("type", type, "challenge", challenge, "origin", origin, "crossOrigin", false))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hash(String text) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(byte[] octets) {
        return new Bytes(octets).toBase64UrlString();
    }
}
