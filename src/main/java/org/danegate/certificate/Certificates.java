package org.danegate.certificate;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DraftPolicy;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;

/// The operations of administrators on certificates. Each takes effect at once, without a commit: certificates are
/// files, and the policy only names them.
public final class Certificates {

    private final CertificateFolder folder;
    private final CommittedPolicy policy;
    private final DraftPolicy draft;
    private final ConsoleCertificate console;
    private final CertificateActs acts;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    /// @param events receives what an administrator did
    public Certificates(
            CertificateFolder folder,
            CommittedPolicy policy,
            DraftPolicy draft,
            ConsoleCertificate console,
            DeliveryEvents events,
            InstantSource clock) {
        this.folder = folder;
        this.policy = policy;
        this.draft = draft;
        this.console = console;
        this.acts = new CertificateActs(events, clock);
        this.clock = clock;
    }

    /// The result of an operation.
    public sealed interface Outcome {

        /// @param advice its unusual properties, as keys below `certificate.advice.`
        record Done(String name, List<Fault> advice) implements Outcome {
            public Done {
                advice = List.copyOf(advice);
            }
        }

        /// Nothing was changed.
        record Refused(List<Fault> faults) implements Outcome {
            public Refused {
                faults = List.copyOf(faults);
            }
        }
    }

    /// All readable certificates, by name.
    public List<InstalledCertificate> all() {
        List<InstalledCertificate> all = new ArrayList<>();
        for (String name : folder.names()) {
            find(name).ifPresent(all::add);
        }
        return all;
    }

    /// Names whose files hold no certificate.
    public List<String> unreadable() {
        return folder.names().stream().filter(n -> find(n).isEmpty()).toList();
    }

    /// The certificate of that name; empty when there is none, or its file holds no certificate.
    public Optional<InstalledCertificate> find(String name) {
        if (!folder.has(name)) {
            return Optional.empty();
        }
        try {
            List<X509Certificate> chain = folder.chain(name);
            return Optional.of(new InstalledCertificate(name, chain, uses(name)));
        } catch (IOException | GeneralSecurityException unreadable) {
            return Optional.empty();
        }
    }

    /// The places that use a certificate.
    public List<CertificateUse> uses(String name) {
        List<CertificateUse> uses = new ArrayList<>(
                CertificateUse.of(name, folder.names(), policy.current().policy(), draft.draft()));
        if (name.equals(console.name())) {
            uses.add(CertificateUse.console());
        }
        return List.copyOf(uses);
    }

    /// Stores a certificate and its key under a new name.
    ///
    /// @throws IOException when the files cannot be written
    /// @throws GeneralSecurityException when something has no encoding
    public Outcome upload(String name, CertificateMaterial material, String user)
            throws IOException, GeneralSecurityException {
        lock.lock();
        try {
            List<Fault> faults = new ArrayList<>(newName(name));
            CertificateChecks.Result result = CertificateChecks.check(material, null, clock.instant());
            if (result instanceof CertificateChecks.Result.Refused refused) {
                faults.addAll(refused.faults());
            }
            if (!(result instanceof CertificateChecks.Result.Good good) || !faults.isEmpty()) {
                return new Outcome.Refused(faults);
            }
            folder.put(name, good.chain(), good.key());
            acts.installed(user, name, good.chain().getFirst());
            return new Outcome.Done(name, good.advice());
        } finally {
            lock.unlock();
        }
    }

    /// Replaces a certificate with another one, for the stored key or for a new one. New connections present it.
    ///
    /// @throws IOException when the files cannot be read or written
    /// @throws GeneralSecurityException when something has no encoding
    public Outcome replace(String name, CertificateMaterial material, String user)
            throws IOException, GeneralSecurityException {
        lock.lock();
        try {
            PrivateKey existing = folder.privateKey(name);
            CertificateChecks.Result result = CertificateChecks.check(material, existing, clock.instant());
            return switch (result) {
                case CertificateChecks.Result.Refused refused -> new Outcome.Refused(refused.faults());
                case CertificateChecks.Result.Good good -> {
                    String before =
                            InstalledCertificate.fingerprint(folder.chain(name).getFirst());
                    folder.put(name, good.chain(), good.key());
                    acts.replaced(user, name, before, good.chain().getFirst());
                    yield new Outcome.Done(name, good.advice());
                }
            };
        } finally {
            lock.unlock();
        }
    }

    /// Generates a key and a self-signed certificate for it.
    ///
    /// @throws IOException when the files cannot be written
    /// @throws GeneralSecurityException when the platform cannot make such a key
    public Outcome generate(String name, CertificateRequest request, String user)
            throws IOException, GeneralSecurityException {
        lock.lock();
        try {
            List<Fault> faults = new ArrayList<>(newName(name));
            faults.addAll(request.faults());
            if (!faults.isEmpty()) {
                return new Outcome.Refused(faults);
            }
            CertificateMaking.Made made = CertificateMaking.selfSigned(request.wish(), clock.instant());
            folder.put(name, List.of(made.certificate()), made.key());
            acts.generated(user, name, made.certificate());
            return new Outcome.Done(name, List.of());
        } finally {
            lock.unlock();
        }
    }

    /// A request for an authority to sign, with the key and the names of a certificate (PKCS #10, PEM).
    ///
    /// @throws IOException when the files cannot be read
    /// @throws GeneralSecurityException when the key cannot sign
    public String signingRequest(String name) throws IOException, GeneralSecurityException {
        return CertificateMaking.request(folder.chain(name).getFirst(), folder.privateKey(name));
    }

    /// The chain as PEM, never the key.
    ///
    /// @throws IOException when the file cannot be read
    /// @throws GeneralSecurityException when it holds no certificate
    public String pem(String name) throws IOException, GeneralSecurityException {
        return PemText.of(folder.chain(name));
    }

    /// Deletes a certificate and its key, unless it is in use.
    ///
    /// @return the places that use it; when there are any, nothing was deleted
    /// @throws IOException when the files cannot be deleted
    public List<CertificateUse> delete(String name, String user) throws IOException {
        lock.lock();
        try {
            List<CertificateUse> uses = uses(name);
            if (uses.isEmpty()) {
                folder.delete(name);
                acts.deleted(user, name);
            }
            return uses;
        } finally {
            lock.unlock();
        }
    }

    private List<Fault> newName(String name) {
        if (!CertificateFolder.isName(name)) {
            return List.of(Fault.error("name", Wording.of("certificate.fault.name")));
        }
        if (name.equalsIgnoreCase(CertificateFolder.SELF_SIGNED)) {
            return List.of(
                    Fault.error("name", Wording.of("certificate.fault.reserved", CertificateFolder.SELF_SIGNED)));
        }
        return folder.names().stream().anyMatch(name::equalsIgnoreCase)
                ? List.of(Fault.error("name", Wording.of("certificate.fault.taken", name)))
                : List.of();
    }
}
