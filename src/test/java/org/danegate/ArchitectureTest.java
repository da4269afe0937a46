package org.danegate;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.MonitorInstruction;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/// The rooms and their arrows, as docs/architecture.md draws them.
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // What Spring made of ours when a package was built in this folder before.
            .withImportOption(place -> !place.contains("__") && !place.contains("$$SpringCGLIB"))
            .importPackages("org.danegate");

    @Test
    void rooms_use_only_the_rooms_they_declare() {
        ApplicationModules.of(Danegate.class).verify();
    }

    @Test
    void pure_rooms_do_no_input_or_output() {
        check(noClasses()
                .that(arePure())
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.sql..", "javax.net..")
                                .and(not(belongToAnyOf(
                                        // Values, and octets in memory: none of them opens anything.
                                        Serializable.class,
                                        ByteArrayInputStream.class,
                                        ByteArrayOutputStream.class,
                                        Charset.class,
                                        StandardCharsets.class,
                                        Path.class,
                                        InetAddress.class,
                                        Inet4Address.class,
                                        Inet6Address.class,
                                        // Thrown by the question for the own host's name.
                                        UnknownHostException.class))))
                .because("what is decided must depend on what was handed in alone"));
    }

    @Test
    void pure_rooms_ask_no_name_service() {
        check(noClasses()
                .that(arePure())
                .and()
                // Its one purpose is to ask for the host's own name, once, at the start.
                .doNotHaveFullyQualifiedName("org.danegate.address.LocalHostName")
                .should()
                .callMethodWhere(describe("looks up a name", call -> looksUp(call.getTarget())))
                .because("an InetAddress is a value here: a lookup belongs to the dns room"));
    }

    @Test
    void pure_rooms_know_no_framework_and_no_network_library() {
        check(noClasses()
                .that(arePure())
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "org.springframework..",
                                "jakarta..",
                                "org.xbill..",
                                "org.bouncycastle..",
                                "org.slf4j..",
                                "tools.jackson..")
                        // The declaration of the room itself.
                        .and(not(resideInAPackage("org.springframework.modulith"))))
                .because("they must work with new, and in a test without a context"));
    }

    @Test
    void time_is_handed_in() {
        check(noClasses()
                .that(arePure()
                        .or(resideInAnyPackage(
                                "org.danegate.dialing..",
                                "org.danegate.smtp..",
                                "org.danegate.verify..",
                                "org.danegate.bounce..",
                                "org.danegate.maillog..")))
                // It ends waits on sockets, whose own time is real as well.
                .and(not(simpleName("Watch")))
                .should()
                .callMethodWhere(describe("reads a clock", call -> readsClock(call.getTarget())))
                .because("time comes from the InstantSource, or as a value, so that a test can say what time it is"));
    }

    @Test
    @Tag("G-36")
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
                .resideOutsideOfPackage("org.danegate.address..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.ibm.icu..")
                .because("only the address room turns names into labels"));
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.IDN")
                .because("it knows names as of 2003: to it faß.example is fass.example, which others own"));
        check(noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.danegate.config..",
                        "org.danegate.access..",
                        "org.danegate.monitor..",
                        "org.danegate.operations..",
                        "org.danegate.tagging..",
                        "org.danegate.credentials..",
                        "org.danegate.rows..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.persistence..")
                .because("the engine never reads database rows"));
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages("org.danegate.certificate..", "org.danegate.practice..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.bouncycastle..")
                        .because(
                                "certificates are made only in their own room and by the practice network; checking needs the JDK"));
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
                        "org.danegate.dialing..")
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

    /// A component named like an interface's method with a body replaces it without a word: `TLS-Required: No` mail
    /// to hosts without TLSA records failed so.
    @Test
    void components_of_records_replace_no_method_with_a_body() {
        List<String> replaced = CLASSES.stream()
                .filter(JavaClass::isRecord)
                .flatMap(record -> record.getAllRawInterfaces().stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> !method.getModifiers().contains(JavaModifier.ABSTRACT)
                                && !method.getModifiers().contains(JavaModifier.STATIC)
                                && method.getRawParameterTypes().isEmpty())
                        .filter(method -> record.tryGetField(method.getName()).isPresent())
                        .map(method -> record.getName() + " replaces " + method.getFullName()))
                .toList();
        assertThat(replaced).isEmpty();
    }

    @Test
    void nobody_sleeps() {
        check(noClasses()
                .that()
                // Out of file descriptors, accept fails at once for as long as that lasts; nothing can be waited for.
                .doNotHaveFullyQualifiedName("org.danegate.listener.OpenListener")
                .should()
                .callMethodWhere(describe("sleeps", call -> sleeps(call.getTarget())))
                .because("waits are on conditions with a bound"));
    }

    @Test
    void free_space_is_known_without_a_table_of_mounts() {
        check(noClasses()
                .should()
                .callMethodWhere(describe(
                        "looks for a file store",
                        call -> call.getTarget().getName().equals("getFileStore")))
                .because("it fails in a changed root, whose mounts have other names; File#getUsableSpace does not"));
    }

    @Test
    void what_a_class_needs_stands_in_its_constructor() {
        check(noFields()
                .should()
                .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                .orShould()
                .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
                .orShould()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("jakarta.annotation.Resource")
                .orShould()
                .beAnnotatedWith("jakarta.persistence.PersistenceContext")
                .because("a class can be made with new, whole from the start"));
    }

    @Test
    void nothing_is_kept_in_a_thread() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .because("there is a virtual thread for each task; what a task needs is handed on"));
    }

    @Test
    void nobody_synchronizes() throws IOException {
        check(noMethods()
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .because("locks are ReentrantLocks, which can be tried, timed and seen"));
        // Blocks are not in ArchUnit's model.
        List<String> blocks = new ArrayList<>();
        for (JavaClass each : CLASSES) {
            String file = "/" + each.getName().replace('.', '/') + ".class";
            try (InputStream octets = ArchitectureTest.class.getResourceAsStream(file)) {
                if (octets != null && hasMonitor(octets.readAllBytes())) {
                    blocks.add(each.getName());
                }
            }
        }
        assertThat(blocks).as("classes with synchronized blocks").isEmpty();
    }

    private static boolean hasMonitor(byte[] classFile) {
        return ClassFile.of().parse(classFile).methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementStream())
                .anyMatch(MonitorInstruction.class::isInstance);
    }

    @Test
    void each_package_says_what_may_enter_and_what_may_be_null() {
        List<String> silent = CLASSES.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(each -> each.tryGetPackageInfo()
                        .filter(info -> info.isAnnotatedWith(NullMarked.class))
                        .isEmpty())
                .map(JavaPackage::getName)
                .toList();
        assertThat(silent)
                .as("packages without a package-info with @NullMarked")
                .isEmpty();
    }

    private static DescribedPredicate<JavaClass> arePure() {
        return resideInAnyPackage(
                        "org.danegate.address..",
                        "org.danegate.dane..",
                        "org.danegate.dns.answer..",
                        "org.danegate.event..",
                        "org.danegate.policy..")
                .and(not(resideInAPackage("org.danegate.policy.file..")))
                .as("are pure");
    }

    private static boolean readsClock(AccessTarget.MethodCallTarget called) {
        String owner = called.getOwner().getName();
        boolean now = owner.startsWith("java.time.") && called.getName().equals("now");
        boolean system = (owner.equals("java.time.Clock") || owner.equals("java.time.InstantSource"))
                && called.getName().startsWith("system");
        boolean raw = owner.equals("java.lang.System")
                && (called.getName().equals("currentTimeMillis")
                        || called.getName().equals("nanoTime"));
        return now || system || raw;
    }

    private static boolean looksUp(AccessTarget.MethodCallTarget called) {
        return called.getOwner().isAssignableTo(InetAddress.class)
                && List.of(
                                "getByName",
                                "getAllByName",
                                "getLocalHost",
                                "getHostName",
                                "getCanonicalHostName",
                                "isReachable")
                        .contains(called.getName());
    }

    private static boolean sleeps(AccessTarget.MethodCallTarget called) {
        return switch (called.getOwner().getName()) {
            case "java.lang.Thread", "java.util.concurrent.TimeUnit" ->
                called.getName().equals("sleep");
            case "java.util.concurrent.locks.LockSupport" -> called.getName().startsWith("park");
            default -> false;
        };
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
