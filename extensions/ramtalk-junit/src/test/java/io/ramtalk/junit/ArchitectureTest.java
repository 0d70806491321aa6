package io.ramtalk.junit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The packages that the extension may use. */
final class ArchitectureTest {
  private static final JavaClasses EXTENSION = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("io.ramtalk.junit");

  @Test
  void extension_dependsOnWhatTheMapSays() {
    classes().should().onlyDependOnClassesThat(resideInAnyPackage(
        "io.ramtalk", "io.ramtalk.engine",
        "io.ramtalk.junit", "io.ramtalk.server", "org.jspecify..", "java.lang..", "java.math",
        "java.net", "java.time..", "java.util..", "java.io", "org.junit.jupiter.api.extension..",
        "org.junit.platform.commons.support", "org.apiguardian.."))
        .check(EXTENSION);
  }

  @Test
  void server_isOptional() {
    /* The builder names the type of a server's builder where the compiler erases it. */
    noClasses().that(not(belongToAnyOf(ServerFixture.class, RamTalkExtensionBuilder.class)))
        .should().dependOnClassesThat().resideInAPackage("io.ramtalk.server")
        .check(EXTENSION);
  }

  @Test
  void inbox_needsNoJUnit() {
    noClasses().that(belongToAnyOf(Inbox.class, Await.class, Wanted.class, Match.class))
        .should().dependOnClassesThat().resideInAPackage("org.junit..")
        .check(EXTENSION);
  }
}
