package org.danegate.access;

import java.time.Instant;
import java.util.List;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/// The rows of the audit log. Patterns are those of SQL's `like`, with `!` as the escape character.
interface AuditEntries extends JpaRepository<AuditEntry, Long> {

    @Query("""
            select e from AuditEntry e
            where e.id < :below and e.at >= :from and e.at < :until
              and lower(e.user) like :user escape '!' and (lower(e.action) like :text escape '!' or lower(e.changes) like :text escape '!')
              and e.address like :address escape '!'
            order by e.id desc""")
    Page<AuditEntry> search(
            long below, Instant from, Instant until, String user, String text, String address, Pageable page);

    @Query("""
            select e from AuditEntry e
            where e.id < :below and e.at >= :from and e.at < :until
              and lower(e.user) like :user escape '!' and (lower(e.action) like :text escape '!' or lower(e.changes) like :text escape '!')
              and e.address like :address escape '!'
            order by e.id desc""")
    List<AuditEntry> part(
            long below, Instant from, Instant until, String user, String text, String address, Pageable page);

    /// Numbers, newest first.
    @Query("select e.id from AuditEntry e order by e.id desc")
    List<Long> numbers(Pageable page);

    @Modifying
    @Query("delete from AuditEntry e where e.id <= :last")
    int deleteUpTo(long last);
}
