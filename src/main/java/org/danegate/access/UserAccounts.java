package org.danegate.access;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/// The rows of users.
interface UserAccounts extends JpaRepository<UserAccount, String> {

    List<UserAccount> findAllByOrderByName();

    /// Counts a failed attempt to sign in.
    @Modifying
    @Query("update UserAccount u set u.failedSignIns = u.failedSignIns + 1 where u.name = :name")
    void countFailure(String name);

    Optional<UserAccount> findByIssuerAndSubject(String issuer, String subject);

    /// Administrators who can sign in whatever happens to an identity provider, locked, so that when two of them
    /// remove each other's role, one change runs after the other.
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select u from UserAccount u where u.enabled and u.issuer is null"
            + " and u.role = org.danegate.access.Role.ADMINISTRATOR")
    List<UserAccount> lockAdministrators();
}
