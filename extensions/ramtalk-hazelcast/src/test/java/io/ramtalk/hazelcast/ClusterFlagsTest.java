package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.Certificates;
import io.ramtalk.RamTalk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The options for TLS between members. */
final class ClusterFlagsTest {
  @TempDir
  private Path folder;

  @Test
  void certificateOfAMember_oneMemberStarts() throws Exception {
    var certificates = new Certificates(folder);
    certificates.selfSigned("shared", Certificates.LOOPBACK);
    var self = TestCluster.settings(1).get(0).self().toString();
    var messenger = RamTalk.builder();

    flags("--cluster-members", self, "--cluster-tls-cert", certificates.pem("shared").toString(),
        "--cluster-tls-key", certificates.key("shared").toString()).apply(messenger);

    try (var talk = messenger.build()) {
      assertThat(talk.signUp("01711111111").created()).isTrue();
    }
  }

  @Test
  void certificateWithoutKey_isRejected() {
    var message = rejection("--cluster-tls-cert", "member.crt");

    assertThat(message)
        .isEqualTo("--cluster-tls-cert and --cluster-tls-key must be set together");
    assertThat(rejection("--cluster-tls-key", "member.key")).isEqualTo(message);
    assertThat(rejection("--cluster-tls-ca", "authority.crt")).isEqualTo(message);
  }

  @Test
  void fileIsMissing_isNamed() {
    var file = folder.resolve("missing.crt").toString();

    assertThat(rejection("--cluster-tls-cert", file, "--cluster-tls-key", file))
        .startsWith("--cluster-tls-cert, --cluster-tls-key, --cluster-tls-ca: Cannot read " + file);
  }

  @Test
  void keyOfAnotherCertificate_isRejected() throws Exception {
    var certificates = new Certificates(folder);
    certificates.selfSigned("shared", Certificates.LOOPBACK);
    certificates.selfSigned("other", Certificates.LOOPBACK);

    assertThat(rejection("--cluster-tls-cert", certificates.pem("shared").toString(),
        "--cluster-tls-key", certificates.key("other").toString()))
        .contains("does not belong to the first certificate");
  }

  @Test
  void authorityIsNoCertificate_isRejected() throws Exception {
    var certificates = new Certificates(folder);
    certificates.selfSigned("shared", Certificates.LOOPBACK);
    var text = Files.writeString(folder.resolve("text"), "not a certificate");

    assertThat(rejection("--cluster-tls-cert", certificates.pem("shared").toString(),
        "--cluster-tls-key", certificates.key("shared").toString(),
        "--cluster-tls-ca", text.toString())).contains("No certificate in " + text);
  }

  private static ClusterFlags flags(String... arguments) {
    var flags = new ClusterFlags();
    new CommandLine(flags).parseArgs(arguments);
    return flags;
  }

  private static String rejection(String... arguments) {
    var all = new ArrayList<>(List.of("--cluster-members", "127.0.0.1"));
    all.addAll(List.of(arguments));
    var flags = flags(all.toArray(String[]::new));
    var thrown = new String[1];
    assertThatThrownBy(() -> flags.apply(RamTalk.builder()))
        .isInstanceOfSatisfying(IllegalArgumentException.class, e -> thrown[0] = e.getMessage());
    return thrown[0];
  }
}
