package io.ramtalk.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

@AnalyzeClasses(packages = "io.ramtalk.cli", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  void production_dependsOnTheWireContractOnly(JavaClasses production) {
    classes().should().onlyDependOnClassesThat().resideInAnyPackage("io.ramtalk.cli", "java..",
        "javax.net.ssl", "picocli", "com.fasterxml.jackson.core..", "org.jspecify.annotations",
        "org.jline..")
        .check(production);
  }

  @ArchTest
  void production_loadsTheTerminalWhereItIsTakenOnly(JavaClasses production) {
    classes().that().haveNameNotMatching(".*\\.(FullScreen|ChatPaint|WordWrap|Dashboard)(\\$.*)?")
        .should().onlyDependOnClassesThat().resideOutsideOfPackage("org.jline..")
        .check(production);
  }

  @ArchTest
  void production_loadsTlsForServersThatSpeakItOnly(JavaClasses production) {
    classes().that().doNotHaveSimpleName("Trust")
        .should().onlyDependOnClassesThat().resideOutsideOfPackage("javax..")
        .check(production);
  }

  @ArchTest
  void production_startsWithoutTheLargeHttpClient(JavaClasses production) {
    classes().should().onlyDependOnClassesThat().resideOutsideOfPackage("java.net.http..")
        .check(production);
  }
}
