package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.Tools;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows runs, and what it lists is all there is. */
final class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern REFUSAL =
      Pattern.compile("RequestRefused\\(\\s*(\\d+),\\s*\"(\\w+)\"");
  private static final Pattern INVALID = Pattern.compile("InvalidInput\\(\\s*\"(\\w+)\"");
  private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
  private static final Path ROOT = MODULE.resolve("..");

  @TempDir
  private Path directory;

  @Test
  void curlExamples_run() throws Exception {
    Tools.require("curl");
    Files.write(directory.resolve("me.png"), Pictures.png(1_000));
    var examples = blocks("sh").stream().filter(block -> block.contains("curl ")).toList();
    assertThat(examples).hasSize(2);
    try (var server = RamTalkServer.builder().port(0).build().start()) {
      var signedUp = run(examples.get(0), server, "", "");
      var ids = Pattern.compile("\\{\"status\":\"created\",\"user_id\":\"([^\"]+)\"}")
          .matcher(signedUp).results().map(match -> match.group(1)).toList();
      assertThat(ids).hasSize(2);

      var talked = run(examples.get(1), server, ids.get(0), ids.get(1));

      assertThat(talked).contains("{\"status\":\"sent\"", "\"text\":\"Hello\"",
          "\"" + ids.get(0) + "\":{\"mobile\":\"01711111111\",\"name\":\"Ana\"");
      assertThat(server.messenger().find("01711111111").orElseThrow().image()).isNotNull();
    }
  }

  @Test
  void embeddingExample_isTheOneThatRunsHere() throws IOException {
    embed();

    var source = Files.readString(
        MODULE.resolve("src/test/java/io/ramtalk/server/ReadmeTest.java"));
    var body = source.substring(source.indexOf("void embed()"));
    /* The others are tests, which the extension for JUnit runs. */
    var examples = blocks("java").stream().filter(block -> !block.contains("@Test"));
    assertThat(examples).singleElement().asString().isNotBlank().satisfies(example ->
        assertThat(body.replaceAll("\\s+", " ")).contains(example.replaceAll("\\s+", " ").trim()));
  }

  @Test
  void flags_areAllNamed() throws IOException {
    var readme = readme();

    for (var option : Main.commandLine(Map.of()).getCommandSpec().options()) {
      if (!option.versionHelp()) {
        assertThat(readme).contains("`" + option.longestName() + "`");
      }
    }
  }

  @Test
  void codes_areAllListedWithTheirStatus() throws IOException {
    var rows = readme().lines().filter(line -> line.startsWith("| ")).toList();
    var refusals = matches(MODULE, REFUSAL).stream()
        .map(match -> List.of(match.group(1), match.group(2))).toList();
    var invalid = matches(ROOT.resolve("ramtalk-core"), INVALID).stream()
        .map(match -> match.group(1)).filter(code -> !code.endsWith("_id_invalid")
            && !code.equals("max_invalid")).toList();

    assertThat(refusals).hasSizeGreaterThan(10).allSatisfy(refusal ->
        assertThat(rows).anyMatch(row -> row.startsWith("| " + refusal.get(0) + " |")
            && row.contains("`" + refusal.get(1) + "`")));
    assertThat(invalid).hasSizeGreaterThan(5).allSatisfy(code ->
        assertThat(rows).anyMatch(row -> row.contains("`" + code + "`")));
  }

  @Test
  void metrics_areAllNamed() throws IOException {
    var named = Pattern.compile("`(\\w+)(\\{.*?})?`").matcher(readme()).results()
        .map(match -> match.group(1)).toList();
    try (var server = new TestServer()) {
      server.caller().get("/nowhere");
      var metrics = PrometheusText.parse(server.caller().get("/metrics").body());

      assertThat(metrics.families().keySet()).hasSizeGreaterThan(15).allSatisfy(name ->
          assertThat(named).containsAnyOf(name, name.replace("ramtalk_messages_", "_")));
    }
  }

  private static void embed() throws IOException {
    try (var server = RamTalkServer.builder().port(0).build().start()) {
      var talk = server.messenger();
      var ana = talk.signUp("01711111111").user();
      talk.send(ana.id(), ana.id(), "Note to self");
      System.out.println(server.uri() + "/receive/" + ana.id());
    }
  }

  private String run(String script, RamTalkServer server, String ana, String bo)
      throws IOException, InterruptedException {
    var out = directory.resolve("out").toFile();
    var builder = new ProcessBuilder("sh", "-e", "-c",
        script.replace("http://localhost:8000", server.uri().toString()))
        .directory(directory.toFile()).redirectInput(new File("/dev/null"))
        .redirectOutput(out).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("ANA", ana);
    builder.environment().put("BO", bo);
    builder.environment().put("no_proxy", "*");
    var process = builder.start();
    try {
      Eventually.exits(process);
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(out.toPath());
  }

  private static List<String> blocks(String language) throws IOException {
    return BLOCK.matcher(readme()).results()
        .filter(block -> block.group(1).equals(language)).map(block -> block.group(2)).toList();
  }

  private static List<MatchResult> matches(Path module, Pattern pattern) throws IOException {
    var found = new ArrayList<MatchResult>();
    try (var files = Files.walk(module.resolve("src/main/java"))) {
      for (var file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        pattern.matcher(Files.readString(file)).results().forEach(found::add);
      }
    }
    return found;
  }

  private static String readme() throws IOException {
    return Files.readString(ROOT.resolve("README.md"), StandardCharsets.UTF_8);
  }
}
