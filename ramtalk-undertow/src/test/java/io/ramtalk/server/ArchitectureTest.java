package io.ramtalk.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who may use what. */
final class ArchitectureTest {
  private static final JavaClasses SERVER = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("io.ramtalk.server");

  @Test
  void server_dependsOnWhatTheMapSays() {
    classes().should().onlyDependOnClassesThat(resideInAnyPackage(
        "io.ramtalk", "io.ramtalk.server", "io.undertow..", "org.xnio..",
        "com.fasterxml.jackson..", "com.github.benmanes.caffeine..", "io.github.bucket4j..",
        "com.google.re2j..", "com.google.i18n.phonenumbers..", "io.prometheus.metrics..",
        "org.jspecify..", "picocli..", "java..", "javax.crypto..", "javax.net.ssl"))
        .check(SERVER);
  }

  @Test
  void commandLine_isKnownToTheDoorAlone() {
    noClasses().that(not(belongToAnyOf(
        ServerCommand.class, NetworkOptions.class, AccessOptions.class, RateOptions.class,
        LimitOptions.class, ConnectionOptions.class, SmsOptions.class, ServerFlags.class,
        LogOptions.class, LogOptions.Format.class, FlagNames.class, Subjects.class,
        EnvironmentDefaults.class, ServerCompletion.class,
        DurationConverter.class, Main.class, Rehearsal.class)))
        .should().dependOnClassesThat().resideInAnyPackage("picocli..")
        .check(SERVER);
  }

  /** Its plans take memory and a moment to load, so nothing else touches them. */
  @Test
  void numberingPlans_areKnownToTheParserOfRegionsAlone() {
    noClasses().that(not(belongToAnyOf(RegionMobileParser.class)))
        .should().dependOnClassesThat().resideInAnyPackage("com.google.i18n..")
        .check(SERVER);
  }

  @Test
  void files_areWrittenByNobodyButTheCommandsPortFile() {
    /* Bodies are drained into a channel of XNIO's that is called a file's and is none. Keys,
     * certificates and secrets are read. */
    noClasses().that(not(belongToAnyOf(
            NetworkOptions.class, AccessOptions.class, BodyBounds.class, ChunkedBody.class,
            Inbound.class, Pem.class)))
        .should().dependOnClassesThat(belongToAnyOf(File.class, FileOutputStream.class,
            FileWriter.class, RandomAccessFile.class, FileChannel.class, Files.class,
            PrintStream.class))
        .check(SERVER);
  }

  @Test
  void formsOfUndertow_whichWriteFiles_areUsedByNobody() {
    noClasses().should().dependOnClassesThat()
        .resideInAnyPackage("io.undertow.server.handlers.form..").check(SERVER);
  }

  @Test
  void waiting_isDoneByTheCommandAndCloseAlone() {
    /* The webhook has a thread of its own, and the status callbacks have those of the JDK's client,
     * on which they do not wait either. Workers are for messengers that wait, and codes that
     * several servers share are answered on a beat there. */
    noClasses().that(not(belongToAnyOf(ServerCommand.class, ServerCompletion.class,
            RamTalkServer.class,
            LiveConnections.class, WebhookDelivery.class, StatusCallbacks.class, Workers.class,
            RequestPool.class,
            Turns.class, OneTimeCodes.class)))
        .should().dependOnClassesThat(resideInAnyPackage("java.util.concurrent..")
            .and(not(resideInAnyPackage("java.util.concurrent.atomic")))
            .and(not(assignableTo(Map.class)))
            .and(not(belongToAnyOf(TimeUnit.class, RejectedExecutionException.class,
                ConcurrentLinkedQueue.class))))
        .orShould().callMethod(Object.class, "wait")
        .check(SERVER);
  }
}
