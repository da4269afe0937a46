package org.danegate.credentials;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/// The rows of the table of users.
interface StoredSmtpUsers extends JpaRepository<StoredSmtpUser, String> {

    List<StoredSmtpUser> findAllByOrderByName();
}
