package io.ramtalk.hazelcast;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The packages that the cluster may use, and the calls that its serialized types must avoid. */
final class ArchitectureTest {
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("io.ramtalk.hazelcast");

  @Test
  void dependencies_coreServerHazelcastAndFlags() {
    classes().should().onlyDependOnClassesThat().resideInAnyPackage("java..", "io.ramtalk",
        "io.ramtalk.engine", "io.ramtalk.server", "io.ramtalk.server.command",
        "io.ramtalk.hazelcast..", "javax.net.ssl", "com.hazelcast..", "picocli",
        "org.jspecify.annotations").check(CLASSES);
  }

  @Test
  void hazelcast_publicPartsAlone() {
    noClasses().that().doNotHaveFullyQualifiedName(Completions.class.getName())
        .and().resideOutsideOfPackage("io.ramtalk.hazelcast.internal.tls")
        .should().dependOnClassesThat()
        .resideInAnyPackage("com.hazelcast.internal..", "com.hazelcast..impl..").check(CLASSES);
  }

  @Test
  void steps_neitherClockNorChance() {
    noClasses().that().areAssignableTo(Serialized.class)
        .and().doNotHaveFullyQualifiedName(LeaseRenewalTask.class.getName()) // runs on no copy
        .should().callMethod(System.class, "currentTimeMillis")
        .orShould().callMethod(System.class, "nanoTime")
        .orShould().callMethod(Instant.class, "now")
        .orShould().dependOnClassesThat().areAssignableTo(Clock.class)
        .orShould().dependOnClassesThat().areAssignableTo(Random.class)
        .because("a copy does what the account did").check(CLASSES);
  }

  @Test
  void data_neverInFiles() {
    noClasses().that().doNotHaveFullyQualifiedName(ClusterFlags.class.getName()) // names keys
        .should().dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.nio.channels..").check(CLASSES);
  }
}
