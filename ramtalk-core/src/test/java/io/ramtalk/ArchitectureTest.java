package io.ramtalk;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.ramtalk.engine.Engine;
import java.lang.module.ModuleDescriptor;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The permitted dependencies of the library, and the shape of its classes. */
final class ArchitectureTest {
  private static final JavaClasses CORE = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("io.ramtalk");

  private static final Set<String> JAVA_BASE =
      Object.class.getModule().getDescriptor().exports().stream()
          .filter(exported -> !exported.isQualified())
          .map(ModuleDescriptor.Exports::source)
          .collect(Collectors.toSet());

  private static final DescribedPredicate<JavaClass> PART_OF_JAVA_BASE =
      describe("part of java.base",
          type -> JAVA_BASE.contains(type.getBaseComponentType().getPackageName())
              || type.getBaseComponentType().isPrimitive());

  private static final Set<String> STREAMS = Set.of(
      "Serializable", "InputStream", "OutputStream", "DataInput", "DataOutput", "DataInputStream",
      "DataOutputStream", "IOException", "EOFException", "UTFDataFormatException",
      "UncheckedIOException");

  private static final DescribedPredicate<JavaClass> SEALED =
      describe("sealed", type -> type.reflect().isSealed());

  @Test
  void dependencies_javaBaseAlone() {
    classes().should().onlyDependOnClassesThat(PART_OF_JAVA_BASE
        .or(resideInAnyPackage("io.ramtalk..", "org.jspecify.annotations")))
        .check(CORE);
  }

  @Test
  void packages_fewAndSmall() {
    classes().should().resideInAnyPackage("io.ramtalk", "io.ramtalk.engine",
        "io.ramtalk.internal.image", "io.ramtalk.internal.snapshot").check(CORE);
    assertThat(filesOf("io.ramtalk")).isLessThanOrEqualTo(60);
    assertThat(filesOf("io.ramtalk.engine")).isLessThanOrEqualTo(40);
  }

  private static long filesOf(String room) {
    return CORE.stream()
        .filter(type -> type.getPackageName().equals(room) && !type.getName().contains("$"))
        .count();
  }

  @Test
  void engineRoom_usesOnlyValuesOfTheApi() {
    noClasses().that().resideInAPackage("io.ramtalk.engine")
        .should().dependOnClassesThat().belongToAnyOf(
            RamTalk.class, RamTalkBuilder.class, Connection.class, Transfer.class)
        .orShould().dependOnClassesThat().resideInAPackage("io.ramtalk.internal..")
        .check(CORE);
  }

  @Test
  void snapshots_knowAccountsButNoMessenger() {
    noClasses().that().resideInAPackage("io.ramtalk.internal..")
        .should().dependOnClassesThat().belongToAnyOf(
            RamTalk.class, RamTalkBuilder.class, Connection.class, Transfer.class)
        .check(CORE);
  }

  @Test
  void data_neverOnDiskOrNetwork() {
    noClasses().should().dependOnClassesThat(
        resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..")
            .or(describe("of java.io, apart from streams that a caller opened",
                type -> type.getPackageName().equals("java.io")
                    && !STREAMS.contains(type.getSimpleName()))))
        .check(CORE);
  }

  @Test
  void time_fromTheInjectedClockAlone() {
    noClasses().should().callMethod(System.class, "currentTimeMillis")
        .orShould().callMethod(System.class, "nanoTime")
        .orShould().callMethod(Instant.class, "now")
        .check(CORE);
    noClasses().that().areNotAssignableTo(RamTalkBuilder.class)
        .should().callMethod(Clock.class, "systemUTC")
        .check(CORE);
  }

  @Test
  void rules_neitherClockNorChanceNorThreads() {
    noClasses().that().resideInAPackage("io.ramtalk.engine")
        .and().haveNameNotMatching(".*\\.(Doorbells|Engine|NumberIndex|SpinLock)\\b.*")
        .should().dependOnClassesThat(resideInAnyPackage(
            "java.util.concurrent..", "java.util.random", "java.security")
            .or(describe("a clock or chance", type -> type.isAssignableTo(Clock.class)
                || type.isAssignableTo(Random.class))))
        .check(CORE);
  }

  @Test
  void threads_thatOfTheTimersAlone() {
    noClasses().that().areNotAssignableTo(Timers.class).and().doNotHaveSimpleName("SpinLock")
        .should().dependOnClassesThat().areAssignableTo(Thread.class)
        .orShould().dependOnClassesThat().areAssignableTo(Executor.class)
        .check(CORE);
  }

  @Test
  void classes_finalOrSealed() {
    classes().that().areNotInterfaces().and(DescribedPredicate.not(SEALED))
        .and().doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should().haveModifier(JavaModifier.FINAL)
        .check(CORE);
  }

  @Test
  void interfaces_sealedButThoseThatProgramsImplement() {
    classes().that().areInterfaces().and().areNotAnnotations()
        .and().areNotAssignableTo(Engine.class)
        .and().areNotAssignableTo(Engine.Host.class)
        .and().areNotAssignableTo(Engine.Watch.class)
        .and().areNotAssignableTo(MobileParser.class)
        .and().doNotHaveSimpleName("package-info")
        .should().beAssignableTo(SEALED)
        .check(CORE);
  }

  @Test
  void fields_hiddenUnlessConstant() {
    fields().that().areNotStatic().and().doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should().bePrivate().check(CORE);
  }

  @Test
  void names_sayTheRole() {
    noClasses().should().haveSimpleNameEndingWith("Impl")
        .orShould().haveSimpleNameEndingWith("Manager")
        .orShould().haveSimpleNameEndingWith("Util")
        .orShould().haveSimpleNameEndingWith("Utils")
        .orShould().haveSimpleNameEndingWith("Helper")
        .orShould().haveSimpleNameStartingWith("Abstract")
        .orShould().haveSimpleNameStartingWith("Base")
        .check(CORE);
  }
}
