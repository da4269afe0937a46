package org.danegate.access;

import jakarta.persistence.LockModeType;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/// The rows of users.
interface UserAccounts extends JpaRepository<UserAccount, String> {

    List<UserAccount> findAllByOrderByName();

    /// Administrators who can sign in, locked, so that when two of them remove each other's role, one change runs
    /// after the other.
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select u from UserAccount u where u.enabled and u.role = org.danegate.access.Role.ADMINISTRATOR")
    List<UserAccount> lockAdministrators();
}
