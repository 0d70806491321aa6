package io.ramtalk.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.ramtalk.server.command.AccessOptions;
import io.ramtalk.server.command.NetworkOptions;
import io.ramtalk.server.command.ServerCommand;
import io.ramtalk.server.internal.access.OneTimeCodes;
import io.ramtalk.server.internal.access.WebhookDelivery;
import io.ramtalk.server.internal.http.BodyLimits;
import io.ramtalk.server.internal.http.ChunkedBody;
import io.ramtalk.server.internal.http.Continuation;
import io.ramtalk.server.internal.http.Inbound;
import io.ramtalk.server.internal.http.Pem;
import io.ramtalk.server.internal.http.RequestPool;
import io.ramtalk.server.internal.http.SerialExecutor;
import io.ramtalk.server.internal.http.Workers;
import io.ramtalk.server.internal.live.LiveConnections;
import io.ramtalk.server.internal.sms.StatusCallbacks;
import io.ramtalk.server.internal.wire.RegionMobileParser;
import io.undertow.util.AttachmentKey;
import java.io.File;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Package locations and allowed dependencies; docs/architecture.md gives the reasons. */
final class ArchitectureTest {
  private static final String ROOT = "io.ramtalk.server";
  private static final int MAX_FILES = 40;
  private static final JavaClasses SERVER = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages(ROOT);

  @ParameterizedTest
  @CsvSource(nullValues = "-", value = {
    "wire,    -",
    "access,  wire",
    "http,    wire access",
    "mail,    wire access http",
    "people,  wire access http",
    "page,    wire access http",
    "live,    wire access http mail",
    "ops,     wire access http mail live",
    "testing, wire access http mail live",
    "sms,     wire access http mail live",
  })
  void room_importsRoomsBelowIt(String room, String below) {
    var allowed = (room + (below == null ? "" : " " + below)).split(" ");

    classes().that().resideInAPackage(internal(room))
        .should().onlyDependOnClassesThat(not(resideInAnyPackage(ROOT + ".internal..",
            ROOT + ".command")).or(resideInAnyPackage(
                Stream.of(allowed).map(ArchitectureTest::internal)
                    .toArray(String[]::new))))
        .check(SERVER);
  }

  @Test
  void publicApi_doesNotImportTheCommand() {
    noClasses().that().resideInAPackage(ROOT)
        .should().dependOnClassesThat().resideInAPackage(ROOT + ".command").check(SERVER);
  }

  @Test
  void server_dependsOnItsLibrariesAlone() {
    classes().should().onlyDependOnClassesThat(resideInAnyPackage(
        "io.ramtalk", "io.ramtalk.engine", ROOT + "..", "io.undertow..", "org.xnio..",
        "com.fasterxml.jackson..", "com.github.benmanes.caffeine..", "io.github.bucket4j..",
        "com.google.re2j..", "com.google.i18n.phonenumbers..", "io.prometheus.metrics..",
        "org.jspecify..", "picocli..", "java..", "javax.crypto..", "javax.net.ssl"))
        .check(SERVER);
  }

  @Test
  void packages_haveAtMostFortyFiles() {
    var files = SERVER.stream()
        .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
        .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

    assertThat(files).isNotEmpty().allSatisfy(
        (room, count) -> assertThat(count).as(room).isLessThanOrEqualTo(MAX_FILES));
  }

  @Test
  void commandLine_isParsedByTheCommandAlone() {
    noClasses().that().resideOutsideOfPackage(ROOT + ".command")
        .should().dependOnClassesThat().resideInAnyPackage("picocli..")
        .check(SERVER);
  }

  /** The numbering plans take memory and time to load, so only the region parser uses them. */
  @Test
  void numberingPlans_areReadByTheRegionParserAlone() {
    noClasses().that(not(belongToAnyOf(RegionMobileParser.class)))
        .should().dependOnClassesThat().resideInAnyPackage("com.google.i18n..")
        .check(SERVER);
  }

  @Test
  void files_areWrittenByThePortFileAlone() {
    /* BodyLimits, ChunkedBody, Inbound and ReadTurns implement an interface of XNIO that mentions
     * file channels. The others read keys, certificates, secrets and snapshots. */
    noClasses().that(not(belongToAnyOf(
            NetworkOptions.class, AccessOptions.class, BodyLimits.class, ChunkedBody.class,
            Inbound.class, Pem.class).or(simpleName("ReadTurns")).or(simpleName("DataOptions"))))
        .should().dependOnClassesThat(belongToAnyOf(File.class, FileOutputStream.class,
            FileWriter.class, RandomAccessFile.class, FileChannel.class, Files.class,
            PrintStream.class))
        .check(SERVER);
  }

  @Test
  void formsOfUndertow_whichWriteFiles_areNotUsed() {
    noClasses().should().dependOnClassesThat()
        .resideInAnyPackage("io.undertow.server.handlers.form..").check(SERVER);
  }

  /** Values are passed as arguments, except where Undertow's handlers stand between two of ours. */
  @Test
  void attachmentsOfAnExchange_areUsedByBodyLimitsAlone() {
    noClasses().that(not(belongToAnyOf(BodyLimits.class)))
        .should().dependOnClassesThat(assignableTo(AttachmentKey.class)).check(SERVER);
  }

  @Test
  void waiting_isLeftToAFewClasses() {
    /* The webhook has a thread of its own. Status callbacks use the threads of the JDK's client,
     * without waiting. Workers serve messengers that wait. A Continuation reads only results that
     * are there. */
    var mayWait = List.of(ServerCommand.class, RamTalkServer.class, LiveConnections.class,
        WebhookDelivery.class, StatusCallbacks.class, Workers.class, RequestPool.class,
        SerialExecutor.class, OneTimeCodes.class, Continuation.class);

    noClasses().that(not(belongToAnyOf(mayWait.toArray(Class<?>[]::new))))
        .should().dependOnClassesThat(resideInAnyPackage("java.util.concurrent..")
            .and(not(resideInAnyPackage("java.util.concurrent.atomic")))
            .and(not(assignableTo(Map.class)))
            .and(not(belongToAnyOf(TimeUnit.class, RejectedExecutionException.class,
                ConcurrentLinkedQueue.class, Callable.class, CompletionStage.class))))
        .orShould().callMethod(Object.class, "wait")
        .check(SERVER);
  }

  private static String internal(String room) {
    return ROOT + ".internal." + room;
  }
}
