package org.danegate.access;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

/// The rows of user handles.
interface PasskeyUserRows extends JpaRepository<PasskeyUser, String> {

    Optional<PasskeyUser> findByHandle(String handle);
}
