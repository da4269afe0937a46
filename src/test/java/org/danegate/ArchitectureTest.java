package org.danegate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/// The rooms and their arrows, as docs/architecture.md draws them.
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.danegate");

    @Test
    void rooms_use_only_the_rooms_they_declare() {
        ApplicationModules.of(Danegate.class).verify();
    }

    @Test
    void the_dane_decision_is_pure() {
        check(noClasses()
                .that()
                .resideInAnyPackage("org.danegate.dane", "org.danegate.dns.answer")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.xbill..",
                        "org.bouncycastle..",
                        "jakarta..",
                        "java.nio..",
                        "org.slf4j..",
                        "java.time.zone..")
                .because("what is decided must depend on the evidence alone"));
    }

    @Test
    void libraries_stay_in_their_rooms() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("org.danegate.dns..", "org.danegate.practice..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.xbill..")
                .because("only the dns room speaks dnsjava"));
        check(noClasses()
                .that()
                .resideOutsideOfPackages("org.danegate.config..", "org.danegate.access..", "org.danegate.monitor..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.persistence..")
                .because("the engine never reads database rows"));
    }

    @Test
    void engine_and_listener_know_no_pages_and_no_working_copy() {
        check(noClasses()
                .that()
                .resideInAnyPackage(
                        "org.danegate.delivery..",
                        "org.danegate.listener..",
                        "org.danegate.dns..",
                        "org.danegate.smtp..",
                        "org.danegate.queue..",
                        "org.danegate.routing..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.danegate.config..", "org.danegate.console..", "org.danegate..web..")
                .because("a page must never be able to hold up mail"));
    }

    @Test
    void names_say_what_a_class_is_for() {
        check(noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Dto)")
                .because("such a name hides the purpose"));
    }

    @Test
    void nobody_sleeps() {
        check(noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .because("waits are on conditions with a bound"));
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
