package io.ramtalk.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.stream.Collectors;

@AnalyzeClasses(packages = "io.ramtalk.cli", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String CLI = "io.ramtalk.cli";
  private static final int MAX_FILES = 40;

  @ArchTest
  void production_dependsOnTheWireContractOnly(JavaClasses production) {
    classes().should().onlyDependOnClassesThat().resideInAnyPackage("io.ramtalk.cli..", "java..",
        "javax.net.ssl", "picocli", "com.fasterxml.jackson.core..", "org.jspecify.annotations",
        "org.jline..")
        .check(production);
  }

  @ArchTest
  void rooms_importOneWay(JavaClasses production) {
    noClasses().that().resideInAPackage(CLI + ".internal.client")
        .should().dependOnClassesThat()
        .resideInAnyPackage(CLI, CLI + ".internal.print", CLI + ".internal.chat")
        .check(production);
    noClasses().that().resideInAPackage(CLI + ".internal.print")
        .should().dependOnClassesThat().resideInAnyPackage(CLI, CLI + ".internal.chat")
        .check(production);
    noClasses().that().resideInAPackage(CLI + ".internal.chat")
        .should().dependOnClassesThat().resideInAPackage(CLI)
        .check(production);
  }

  @ArchTest
  void packages_haveAtMostFortyFiles(JavaClasses production) {
    var files = production.stream()
        .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
        .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

    assertThat(files).isNotEmpty().allSatisfy(
        (room, count) -> assertThat(count).as(room).isLessThanOrEqualTo(MAX_FILES));
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
